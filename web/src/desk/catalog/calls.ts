import { api, send } from '@/api/client'
import type { operations } from '@/api/schema'
import type { Page } from '@/ui/table/rows'
import type { Body, Bundle, Change, ChangeRow, FeeDocument, Item, Lexicon, Proposal, Record, Ref, Row, Synonyms, Version } from './types'

/** What narrows the list of items; what is empty is left out. */
export type Query = NonNullable<operations['listItems']['parameters']['query']>
type ChangeQuery = NonNullable<operations['listChanges']['parameters']['query']>
export type Office = 'centre' | 'finance' | 'price'
export interface Ruling {
  outcome: string
  opinion?: string
}

// The server reads several values of one name as one, separated by commas.
const commas = { querySerializer: { array: { style: 'form', explode: false } } } as const
const of = (id: string) => ({ path: { id } })

/** Everything the pages of the catalogue ask of the server. */
export const calls = {
  words: () => send(api.GET('/api/catalog/words')) as Promise<Lexicon>,
  list: (query: Query, after = '') => send(api.GET('/api/catalog/items', { params: { query: { ...query, ...(after && { after }) } }, ...commas })) as Promise<Page<Row>>,
  item: (id: string) => send(api.GET('/api/catalog/items/{id}', { params: of(id) })) as Promise<Item>,
  version: (id: string, n: number) => send(api.GET('/api/catalog/items/{id}/versions/{n}', { params: { path: { id, n } } })) as Promise<Version>,
  differences: (id: string, from: number, to: number) => send(api.GET('/api/catalog/items/{id}/differences', { params: { ...of(id), query: { from, to } } })),
  shown: (id: string, template: string) => send(api.GET('/api/citizen/matters/{id}/shown/{template}', { params: { path: { id, template } } })),
  check: (tier: string, record: Record) => send(api.POST('/api/catalog/check', { body: { tier, record } })),

  changes: (query: ChangeQuery, after = '') => send(api.GET('/api/catalog/changes', { params: { query: { ...query, ...(after && { after }) } }, ...commas })) as Promise<Page<ChangeRow>>,
  change: (id: string) => send(api.GET('/api/catalog/changes/{id}', { params: of(id) })) as Promise<Change>,
  propose: (body: Proposal) => send(api.POST('/api/catalog/changes', { body })) as Promise<Ref>,
  edit: (id: string, version: number, body: Proposal) => send(api.POST('/api/catalog/changes/{id}/edit', { params: of(id), body: { version, ...body } })) as Promise<Ref>,
  submit: (id: string, version: number) => send(api.POST('/api/catalog/changes/{id}/submit', { params: of(id), body: { version } })) as Promise<Ref>,
  withdraw: (id: string, version: number, why: string) => send(api.POST('/api/catalog/changes/{id}/withdraw', { params: of(id), body: { version, why } })) as Promise<Ref>,
  review: (id: string, version: number, ruling: Ruling) => send(api.POST('/api/catalog/changes/{id}/review', { params: of(id), body: { version, ...ruling } })) as Promise<Ref>,
  countersign: (id: string, version: number, office: Office, ruling: Ruling) => send(api.POST(`/api/catalog/changes/{id}/approve-${office}`, { params: of(id), body: { version, ...ruling } })) as Promise<Ref>,

  report: () => send(api.GET('/api/catalog/report')),
  moves: (from: string, to: string) => send(api.GET('/api/catalog/moves', { params: { query: { from, to } } })),
  feeDocuments: () => send(api.GET('/api/catalog/fee-documents')),
  saveFeeDocument: (body: FeeDocument) => send(api.POST('/api/catalog/fee-documents', { body })),
  bodies: () => send(api.GET('/api/catalog/bodies')),
  saveBody: (body: Body) => send(api.POST('/api/catalog/bodies', { body })),
  synonyms: () => send(api.GET('/api/catalog/synonyms')),
  saveSynonyms: (body: Synonyms) => send(api.POST('/api/catalog/synonyms', { body })),
  themes: (kind: 'bundle' | 'project', q: string) => send(api.GET('/api/citizen/themes', { params: { query: { kind, ...(q && { q }) } } })),
  compile: (id: string) => send(api.POST('/api/citizen/themes/{id}/compile', { params: of(id), body: {} })),
  saveBundle: (body: Bundle) => send(api.POST('/api/catalog/bundles', { body })),
}

/** Where the browser fetches and sends files by itself. */
export const address = {
  export: (format: 'xlsx' | 'json' | 'gbt39046') => `/api/catalog/export?format=${format}`,
  import: '/api/catalog/import',
  slip: (id: string) => `/api/citizen/matters/${id}/slip`,
  guide: (id: string) => `/matters/${id}`,
}
