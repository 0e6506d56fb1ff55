import { texts } from '@/text/text'
import zh from '@/text/zh-CN/audit'
import actions from '@/text/zh-CN/auditActions'

export const t = texts('audit', zh)

/** What was done; an action that has no name here is called so, never by its code. */
export const actionName = (action: string) => (actions as Record<string, string>)[action] ?? t('otherAction')

/** Where one can look. Of these the first ask whose record it is; the others are one for the whole city. */
export const named = ['case', 'unmask', 'person', 'duty', 'stream'] as const
export const streams = [...named, 'org', 'policy', 'calendar', 'routing', 'export', 'insight', 'outbox', 'import'] as const
export type StreamKind = (typeof streams)[number]
