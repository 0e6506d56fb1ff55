import { api, send } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Decision = Schemas['ApprovalPublication']
export type Letter = Schemas['PublicLetter']
export type Project = Schemas['OneMatter']
export type Stage = Project['compiled']['plan'][number]

/** What narrows the published decisions. The empty text narrows nothing. */
export interface Asked {
  q: string
  projects: boolean
}

const some = <T extends object>(query: T) => Object.fromEntries(Object.entries(query).filter(([, v]) => v)) as T

export const decisions = (asked: Asked, after: string, size = 20) => send(api.GET('/api/citizen/decisions', { params: { query: some({ ...asked, after, size }) } }))
export const letters = (item: string, after: string) => send(api.GET('/api/citizen/authorisations', { params: { query: some({ item, after, size: 20 }) } }))
export const letterAt = (id: string) => `/api/citizen/authorisations/${encodeURIComponent(id)}/pdf`

export const projects = () => send(api.GET('/api/citizen/themes', { params: { query: { kind: 'project' } } }))
export const project = (id: string) => send(api.POST('/api/citizen/themes/{id}/compile', { params: { path: { id } }, body: {} }))

/** The permits of a project by stage, each stage where its first permit stands. */
export function stages(plan: Stage[]): [stage: string, permits: Stage[]][] {
  const out = new Map<string, Stage[]>()
  for (const s of plan) out.set(s.stage ?? '', [...(out.get(s.stage ?? '') ?? []), s])
  return [...out]
}

/** What each office decides of a project. */
export function duties(plan: Stage[]): [dept: string, permits: string[]][] {
  const out = new Map<string, string[]>()
  for (const s of plan) out.set(s.dept, [...(out.get(s.dept) ?? []), s.name])
  return [...out]
}
