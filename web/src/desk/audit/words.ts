import { texts } from '@/text/text'
import zh from '@/text/zh-CN/audit'
import actions from '@/text/zh-CN/auditActions'

export const t = texts('audit', zh)

/** What was done; an action that has no name here is called so, never by its code. */
export const actionName = (action: string) => (actions as Record<string, string>)[action] ?? t('otherAction')

export const streams = ['case', 'person', 'duty', 'unmask', 'org', 'policy', 'calendar', 'export', 'outbox', 'import'] as const
export type StreamKind = (typeof streams)[number]

/** The name of a stream on the server. Cases are named by their own id; some streams are one for the whole city. */
export function streamOf(kind: StreamKind, id: string): string {
  if (kind === 'case') return id
  return kind === 'person' || kind === 'duty' || kind === 'unmask' ? `${kind}:${id}` : kind
}
