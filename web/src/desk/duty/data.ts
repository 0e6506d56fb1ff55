import { api, send } from '@/api/client'
import type { components } from '@/api/schema'

export type Shift = components['schemas']['Shift']
export type Gap = components['schemas']['Gap']
export type Handover = components['schemas']['Handover']
export type Names = Record<string, string>

const at = (id: string) => ({ params: { path: { id } } })
const month = (dept: string, from: string, to: string) => ({ params: { query: { dept, from, to } } })

export const roster = (dept: string, from: string, to: string) => send(api.GET('/api/duty/shifts', month(dept, from, to)))
export const gaps = (dept: string, from: string, to: string) => send(api.GET('/api/duty/gaps', month(dept, from, to)))
export const onDuty = (dept: string) => send(api.GET('/api/duty/now', { params: { query: { dept } } }))
export const checks = (shift: string) => send(api.GET('/api/duty/shifts/{id}/checks', at(shift)))
export const lookIn = (department: string, waiting: number, note: string) => send(api.POST('/api/duty/checks', { body: { department, waiting, note } }))

/** A turn as it is planned; the times are instants. */
export type Plan = Pick<Shift, 'from' | 'to' | 'person' | 'leader' | 'standby'> & { kind: 'day' | 'night' | 'holiday' | 'lead' | 'cleaning' }

export const addShift = (department: string, plan: Plan) => send(api.POST('/api/duty/shifts', { body: { department, ...plan } }))
export const changeShift = (id: string, plan: Plan) => send(api.POST('/api/duty/shifts/{id}/change', { ...at(id), body: plan }))
export const cancelShift = (id: string, reason: string) => send(api.POST('/api/duty/shifts/{id}/cancel', { ...at(id), body: { reason } }))

export const handovers = (dept: string, after: string) => send(api.GET('/api/duty/handovers', { params: { query: { dept, after: after || undefined } } }))
export const handOver = (department: string, to: string, orders: string[], note: string) =>
  send(api.POST('/api/duty/handovers', { body: { department, to: to || undefined, orders, note } }))
export const takeOver = (id: string) => send(api.POST('/api/duty/handovers/{id}/take', at(id)))

/** The id of the order with a number, or undefined when the person sees none. */
export async function orderByNumber(number: string): Promise<string | undefined> {
  const found = await send(api.GET('/api/orders', { params: { query: { q: number } } }))
  return found.items.find((o) => o.number === number)?.id
}
