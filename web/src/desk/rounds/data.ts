import { api, send } from '@/api/client'
import type { components } from '@/api/schema'

export type Kind = components['schemas']['RoundKind']
export type Open = components['schemas']['RoundOpen']
export type Due = components['schemas']['RoundDue']
export type Round = components['schemas']['Round']
export type Drill = components['schemas']['Drill']

/** Which rounds of a hall: of a kind, or of all, on these days. */
export interface Asked {
  dept: string
  from: string
  to: string
  kind?: string
}

type Format = 'xlsx' | 'csv'
const page = (query: object, after: string) => ({ params: { query: { ...query, after: after || undefined } as never } })
const at = (id: string) => ({ params: { path: { id } } })

export const kinds = () => send(api.GET('/api/duty/round-kinds'))
export const due = ({ dept, from, to }: Asked) => send(api.GET('/api/duty/rounds/due', { params: { query: { dept, from, to } } }))
export const rounds = (asked: Asked, after: string) => send(api.GET('/api/duty/rounds', page(asked, after)))
export const exportRounds = (asked: Asked, format: Format) => send(api.POST('/api/duty/rounds/export', { params: { query: { ...asked, format } } }))
export const record = (body: { department: string; kind: string; at: string; place: string; found: string; outcome: string }) => send(api.POST('/api/duty/rounds', { body }))
export const settle = (id: string, outcome: string) => send(api.POST('/api/duty/rounds/{id}/settle', { ...at(id), body: { outcome } }))

export const drills = (dept: string, after: string) => send(api.GET('/api/duty/drills', page({ dept }, after)))
export const exportDrills = (dept: string, format: Format) => send(api.POST('/api/duty/drills/export', { params: { query: { dept, format } } }))
export const callDrill = (body: { department: string; title: string; place: string; stations: { department: string; called: string }[] }) => send(api.POST('/api/duty/drills', { body }))
export const arrive = (id: string, department: string, when: string) => send(api.POST('/api/duty/drills/{id}/arrive', { ...at(id), body: { department, at: when } }))
