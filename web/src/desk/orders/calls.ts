import { call } from '@/api/loose'
import type { Page } from '@/ui/table/rows'
import type { BoxCount, Caller, Copy, Dispatched, File, Node, Notice, OnDuty, Order, Person, Ref, Row, Seen, Similar, Words } from './types'

/** The filters of a list; what is empty is left out. */
export type Query = Record<string, string | string[]>

// The server reads several values of one name as one, separated by commas.
const commas = { querySerializer: { array: { style: 'form', explode: false } } }
const path = (id: string) => ({ path: { id } })

/** Everything the order pages ask of the server. */
export const calls = {
  words: () => call<Words>('GET', '/api/orders/words'),
  departments: () => call<Node[]>('GET', '/api/departments'),
  regions: () => call<Node[]>('GET', '/api/regions'),
  people: (dept: string) => call<Person[]>('GET', '/api/people', { params: { query: { dept } } }),

  list: (query: Query, after = '') => call<Page<Row>>('GET', '/api/orders', { params: { query: { ...query, ...(after && { after }) } }, ...commas }),
  counts: () => call<BoxCount[]>('GET', '/api/orders/counts'),
  order: (id: string) => call<Order>('GET', '/api/orders/{id}', { params: path(id) }),
  files: (id: string) => call<File[]>('GET', '/api/orders/{id}/files', { params: path(id) }),
  register: (body: object, headers: Record<string, string>) => call<Ref>('POST', '/api/orders', { body, headers }),
  similar: (body: object, signal: AbortSignal) => call<Similar>('POST', '/api/orders/similar', { body, signal }),
  unmask: (id: string, purpose: string) => call<Caller>('POST', '/api/orders/{id}/unmask', { params: path(id), body: { purpose } }),
  /** Does a verb to an order, or to an assisting task, in the version that was seen. */
  act: (id: string, verb: string, version: number, body: object) =>
    call<Ref>('POST', `/api/orders/{id}/${verb.replace(/_/g, '-')}`, { params: path(id), body: { version, ...body } }),
  dispatchMany: (orders: Seen[], body: object) =>
    call<Dispatched[]>('POST', '/api/orders/dispatch', { body: { orders: orders.map(({ id, version }) => ({ id, version })), ...body } }),

  notices: () => call<Page<Notice>>('GET', '/api/notices'),
  readNotice: (id: string) => call('POST', '/api/notices/{id}/read', { params: path(id) }),
  duty: () => call<OnDuty[]>('GET', '/api/duty/now'),

  copies: (after: string) => call<Page<Copy>>('GET', '/api/copies', { params: { query: after ? { after } : {} } }),
  readCopies: (order: string) => call('POST', '/api/copies/read', { body: { order } }),
}

/** Where the browser fetches files by itself. */
export const address = {
  excel: (query: Query) => `/api/orders/export?${new URLSearchParams(Object.entries(query).map(([k, v]) => [k, String(v)]))}`,
  sheet: (id: string) => `/api/orders/${id}/sheet.pdf`,
  paper: (id: string) => `/api/documents/${id}.pdf`,
  file: (id: string) => `/api/files/${id}`,
  upload: (id: string) => `/api/orders/${id}/files`,
}
