import { api, send } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Guide = Schemas['CatalogGuide']
export type Row = Schemas['CatalogItemRow']
export type Entries = Schemas['CatalogEntries']
export type Theme = Schemas['CatalogBundle']
export type OneMatter = Schemas['OneMatter']
export type Question = Schemas['CatalogQuestion']

/** What an applicant said to the questions on his situation, by their codes. */
export type Choices = Record<string, string>

/** What narrows the list. The empty text narrows nothing. */
export interface Search {
  q: string
  audience: string
  theme: string
  dept: string
}

export const entries = () => send(api.GET('/api/citizen/matters/entries'))
export const themes = (q = '') => send(api.GET('/api/citizen/themes', { params: { query: { kind: 'bundle', q: q || undefined } } }))

export function search({ q, audience, theme, dept }: Search, after = '') {
  const query = { q: q || undefined, audience: audience || undefined, theme: theme || undefined, dept: dept || undefined, after: after || undefined, size: 20 }
  return send(api.GET('/api/citizen/matters', { params: { query } }))
}

export const guide = (id: string, answers: Choices) => send(api.POST('/api/citizen/matters/{id}/guide', { params: { path: { id } }, body: { answers } }))
export const compiled = (id: string, answers: Choices) => send(api.POST('/api/citizen/themes/{id}/compile', { params: { path: { id } }, body: { answers } }))

/** The whole guide, the empty form and the filled-in sample as papers, and the directory of a department. */
export const paperAt = (id: string, paper: 'paper' | 'blank' | 'sample') => `/api/citizen/matters/${encodeURIComponent(id)}/${paper}`
export const directoryAt = (dept: string) => `/api/citizen/directories/${encodeURIComponent(dept)}`
/** The one-page notice of an item, to be printed, for somebody with these answers. */
export function slipAt(id: string, answers: Choices = {}) {
  const said = Object.entries(answers).map(([question, value]) => `${question}:${value}`)
  return `/api/citizen/matters/${encodeURIComponent(id)}/slip${said.length ? `?answers=${encodeURIComponent(said.join(','))}` : ''}`
}
