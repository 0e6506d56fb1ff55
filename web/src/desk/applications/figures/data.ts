import { api, send } from '@/api/client'
import type { Page } from '@/ui/table/rows'
import type { Row } from '../types'

/** The period that figures are of, and of which department's items. */
export interface Scope {
  from: string
  to: string
  dept: string
}

const asked = ({ from, to, dept }: Scope) => ({ from, to, ...(dept && { dept }) })

export const figures = (scope: Scope) => send(api.GET('/api/application-figures', { params: { query: asked(scope) } }))
export const exportFigures = (scope: Scope, format: 'xlsx' | 'csv') => send(api.POST('/api/application-figures/export', { params: { query: { ...asked(scope), format } } }))

/** What a list is behind: a figure's denominator, or only what adds to its numerator; of one item, or of all. */
export interface Opened {
  figure: string
  hits: boolean
  item?: string
}

const opened = ({ hits, item }: Opened) => ({ ...(hits && { hits }), ...(item && { item }) })

export const behind = (scope: Scope, of: Opened, after: string) =>
  send(api.GET('/api/application-figures/{key}', { params: { path: { key: of.figure }, query: { ...asked(scope), ...opened(of), ...(after && { after }) } } })) as Promise<Page<Row>>
export const exportBehind = (scope: Scope, of: Opened, format: 'xlsx' | 'csv') =>
  send(api.POST('/api/application-figures/{key}/export', { params: { path: { key: of.figure }, query: { ...asked(scope), ...opened(of), format } } }))

/** The applications themselves, as the data sets of GB/T 39046; without a purpose who applied is masked. */
export const exportStandard = (scope: Scope, purpose: string) => send(api.POST('/api/applications/standard', { body: { ...asked(scope), ...(purpose && { purpose }) } }))

/** The address of the list behind a figure. */
export const listOf = (scope: Scope, figure: string, hits: boolean, item?: string) => ({ path: `/application-figures/${figure}`, query: { ...asked(scope), ...(hits && { hits: '1' }), ...(item && { item }) } })
