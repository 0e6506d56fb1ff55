import { api, send } from '@/api/client'
import type { operations } from '@/api/schema'
import type { Page } from '@/ui/table/rows'
import type { Account, Application, CertificateRow, Fee, Row, Words } from './types'

/** What narrows a list; what is empty is left out. */
export type Query = NonNullable<operations['listApplications']['parameters']['query']>
export type RegisterQuery = NonNullable<operations['listCertificates']['parameters']['query']>
type Body<K extends keyof operations> = operations[K] extends { requestBody: { content: { 'application/json': infer B } } } ? B : never

// The server reads several values of one name as one, separated by commas.
const commas = { querySerializer: { array: { style: 'form', explode: false } } } as const
const of = (id: string) => ({ path: { id } })

/** Everything the pages on applications ask of the server, but for the verbs. */
export const calls = {
  words: () => send(api.GET('/api/applications/words')) as Promise<Words>,
  list: (query: Query, after = '') => send(api.GET('/api/applications', { params: { query: { ...query, ...(after && { after }) } }, ...commas })) as Promise<Page<Row>>,
  find: (body: Body<'findApplications'>) => send(api.POST('/api/applications/find', { body })) as Promise<Page<Row>>,
  export: (query: Query, format: 'xlsx' | 'csv') => send(api.POST('/api/applications/export', { params: { query: { ...query, format } }, ...commas })),
  counts: () => send(api.GET('/api/applications/counts')),
  application: (id: string) => send(api.GET('/api/applications/{id}', { params: of(id) })) as Promise<Application>,
  files: (id: string) => send(api.GET('/api/applications/{id}/attachments', { params: of(id) })),
  unmask: (id: string, purpose: string) => send(api.POST('/api/applications/{id}/unmask', { params: of(id), body: { purpose } })),
  take: (body: Body<'takeApplication'>, headers: Record<string, string>) => send(api.POST('/api/applications', { body, headers })),
  takeTheme: (body: Body<'takeBundle'>, headers: Record<string, string>) => send(api.POST('/api/joints/bundles', { body, headers })),
  reusable: (item: string, idNumber: string) => send(api.POST('/api/applications/reusable', { body: { item, idNumber } })),
  fees: (query: RegisterQuery, after = '') => send(api.GET('/api/fees', { params: { query: { ...query, ...(after && { after }) } } })) as Promise<Page<Fee>>,
  exportFees: (query: RegisterQuery, format: 'xlsx' | 'csv') => send(api.POST('/api/fees/export', { params: { query: { ...query, format } } })),
  reprint: (id: string, version: number, paper: string) => send(api.POST('/api/applications/{id}/reprint', { params: of(id), body: { version, paper }, parseAs: 'blob' })) as Promise<Blob>,
  accounts: (query: RegisterQuery, after = '') => send(api.GET('/api/application-accounts', { params: { query: { ...query, ...(after && { after }) } } })) as Promise<Page<Account>>,
  exportAccounts: (query: RegisterQuery, format: 'xlsx' | 'csv') => send(api.POST('/api/application-accounts/export', { params: { query: { ...query, format } } })),
  certificates: (query: RegisterQuery, after = '') => send(api.GET('/api/certificates', { params: { query: { ...query, ...(after && { after }) } } })) as Promise<Page<CertificateRow>>,
  exportCertificates: (query: RegisterQuery, format: 'xlsx' | 'csv') => send(api.POST('/api/certificates/export', { params: { query: { ...query, format } } })),
  revoke: (body: Body<'revokeCertificate'>) => send(api.POST('/api/certificates/revoke', { body })),

  search: (q: string, dept = '') => send(api.GET('/api/citizen/matters', { params: { query: { size: 30, each: true, ...(q && { q }), ...(dept && { dept }) } } })),
  themes: (kind: 'bundle' | 'project', q = '') => send(api.GET('/api/citizen/themes', { params: { query: { kind, ...(q && { q }) } } })),
  theme: (id: string, answers: Record<string, string>) => send(api.POST('/api/citizen/themes/{id}/compile', { params: of(id), body: { answers } })),
  guide: (id: string, answers: Record<string, string>) => send(api.POST('/api/citizen/matters/{id}/guide', { params: of(id), body: { answers } })),
  form: (id: string, answers: Record<string, string>) => send(api.POST('/api/citizen/matters/{id}/form', { params: of(id), body: { answers } })),
}

/** Where the browser fetches and sends files by itself. */
export const address = {
  paper: (id: string) => `/api/application-documents/${id}/pdf`,
  transfer: (id: string) => `/api/applications/${id}/transfer`,
  certificate: (id: string) => `/api/applications/${id}/certificate/pdf`,
  file: (id: string, file: string) => `/api/applications/${id}/attachments/${file}`,
  attach: (id: string) => `/api/applications/${id}/attachments`,
  send: '/api/applications/uploads',
}
