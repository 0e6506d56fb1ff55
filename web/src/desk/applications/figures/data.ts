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
export const behind = (scope: Scope, key: string, hits: boolean, after: string) =>
  send(api.GET('/api/application-figures/{key}', { params: { path: { key }, query: { ...asked(scope), ...(hits && { hits }), ...(after && { after }) } } })) as Promise<Page<Row>>
export const exportFigures = (scope: Scope, format: 'xlsx' | 'csv') => send(api.POST('/api/application-figures/export', { params: { query: { ...asked(scope), format } } }))
export const exportBehind = (scope: Scope, key: string, hits: boolean, format: 'xlsx' | 'csv') =>
  send(api.POST('/api/application-figures/{key}/export', { params: { path: { key }, query: { ...asked(scope), ...(hits && { hits }), format } } }))

/** The applications themselves, as the data sets of GB/T 39046; without a purpose who applied is masked. */
export const exportStandard = (scope: Scope, purpose: string) => send(api.POST('/api/applications/standard', { body: { ...asked(scope), ...(purpose && { purpose }) } }))

/** The list behind a figure: of its denominator, or only of what adds to its numerator. */
export const listOf = (scope: Scope, key: string, hits: boolean) => ({ path: `/application-figures/${key}`, query: { ...asked(scope), ...(hits && { hits: '1' }) } })
