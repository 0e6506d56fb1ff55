import { api, send } from '@/api/client'
import type { operations } from '@/api/schema'
import type { Page } from '@/ui/table/rows'
import type { Order, Row, Seen, Similar } from './types'
import { act } from './verbCalls'

/** What narrows a list; what is empty is left out. */
export type Query = NonNullable<operations['listOrders']['parameters']['query']>

// The server reads several values of one name as one, separated by commas.
const commas = { querySerializer: { array: { style: 'form', explode: false } } } as const
const of = (id: string) => ({ path: { id } })
const on = (after: string) => ({ query: after ? { after } : {} })

/** Everything the order pages ask of the server. */
export const calls = {
  words: () => send(api.GET('/api/orders/words')),

  list: (query: Query, after = '') =>
    send(api.GET('/api/orders', { params: { query: { ...query, ...(after && { after }) } }, ...commas })) as Promise<Page<Row>>,
  export: (query: Query, format: 'xlsx' | 'csv') => send(api.POST('/api/orders/export', { params: { query: { ...query, format } }, ...commas })),
  counts: () => send(api.GET('/api/orders/counts')),
  order: (id: string) => send(api.GET('/api/orders/{id}', { params: of(id) })) as Promise<Order>,
  files: (id: string) => send(api.GET('/api/orders/{id}/attachments', { params: of(id) })),
  similar: (body: operations['similarOrders']['requestBody']['content']['application/json'], signal: AbortSignal) =>
    send(api.POST('/api/orders/similar', { body, signal })) as Promise<Similar>,
  suggested: (orders: Seen[]) => send(api.POST('/api/orders/suggested', { body: { orders: orders.map((o) => o.id) } })),
  register: (body: operations['registerOrder']['requestBody']['content']['application/json'], headers: Record<string, string>) => send(api.POST('/api/orders', { body, headers })),
  unmask: (id: string, purpose: string) => send(api.POST('/api/orders/{id}/unmask', { params: of(id), body: { purpose } })),
  act,
  dispatchMany: (orders: Seen[], assignment: { lead: string; phoned: boolean }) =>
    send(api.POST('/api/orders/dispatch', { body: { orders: orders.map(({ id, version }) => ({ id, version })), ...assignment } })),

  notices: () => send(api.GET('/api/notices', { params: { query: { unread: true, size: 200 } } })),
  /** Takes note of these, or of all. */
  readNotices: (ids?: string[]) => send(api.POST('/api/notices/read', { body: ids ? { ids } : {} })),
  onDuty: (dept: string) => send(api.GET('/api/duty/now', { params: { query: { dept } } })),

  copies: (after: string) => send(api.GET('/api/copies', { params: on(after) })),
  exportCopies: (format: 'xlsx' | 'csv') => send(api.POST('/api/copies/export', { params: { query: { format } } })),
  countCopies: async () => (await send(api.GET('/api/copies/count'))).count,
  /** Takes all off the desk that lay there at that instant. */
  readAllCopies: (until: string) => send(api.POST('/api/copies/read-all', { body: { until } })),
  readCopies: (order: string) => send(api.POST('/api/copies/read', { body: { order } })),
}

/** Where the browser fetches files by itself. */
export const address = {
  sheet: (id: string) => `/api/orders/${id}/sheet`,
  paper: (id: string) => `/api/documents/${id}/pdf`,
  file: (id: string) => `/api/attachments/${id}`,
  upload: (id: string) => `/api/orders/${id}/attachments`,
}
