import { shallowRef } from 'vue'
import { api, send } from '@/api/client'
import type { components, operations } from '@/api/schema'
import { toast } from '@/ui/state/toast'
import type { Page } from '@/ui/table/rows'
import type { Meter } from '../case/types'
import type { Values } from '../case/verb'

type S = components['schemas']
export type Row = S['ApprovalBundleRow']
export type Member = Omit<S['ApprovalMember'], 'standing'> & { standing?: Meter['standing'] }
export type Joint = Omit<S['ApprovalBundleView'], 'meters' | 'members'> & { meters: Meter[]; members: Member[] }
export type Kind = 'bundle' | 'project'
type Words = S['JointWords']

const words = shallowRef<Words>()

/** The closed lists of bundles and projects; read once for the page's life. */
export function useWords() {
  if (!words.value) send(api.GET('/api/joints/words')).then((w) => (words.value = w), toast.problem)
}
export const choices = (list: keyof Words) => (words.value?.[list] ?? []).map((w) => ({ value: w.key, label: w.label }))
export const named = (list: keyof Words, key: string | undefined) => words.value?.[list].find((w) => w.key === key)?.label ?? ''

export type Of = '' | 'lead' | 'member'
export const list = (kind: Kind, of: Of, closed: boolean, after: string) =>
  send(api.GET('/api/joints', { params: { query: { kind, ...(of && { of }), ...(closed && { closed }), ...(after && { after }) } } })) as Promise<Page<Row>>
export const joint = (id: string) => send(api.GET('/api/joints/{id}', { params: { path: { id } } })) as Promise<Joint>

export const openProject = (body: operations['openProject']['requestBody']['content']['application/json'], headers: Record<string, string>) => send(api.POST('/api/joints/projects', { body, headers }))

/** What a part still waits for, by name. */
export function waits(j: Pick<Joint, 'record'>, item: string): string[] {
  const parts = new Map(j.record.parts.map((p) => [p.item, p]))
  return (parts.get(item)?.after ?? []).flatMap((x) => (parts.get(x)?.state === 'granted' ? [] : (parts.get(x)?.name ?? [])))
}

/** Does a verb of a bundle or project in the version that was seen. */
export function act(id: string, verb: string, version: number, answers: Values) {
  const path = `/api/joints/{id}/${verb.replace(/_/g, '-')}` as '/api/joints/{id}/stop-project' // all of one form
  return send(api.POST(path, { params: { path: { id } }, body: { version, ...answers } as unknown as { version: number; why: string } }))
}
