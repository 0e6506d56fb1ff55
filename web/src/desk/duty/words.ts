import { texts } from '@/text/text'
import zh from '@/text/zh-CN/duty'

export const t = texts('duty', zh)

const kinds = { day: 'day', night: 'night', holiday: 'holiday', lead: 'lead', cleaning: 'cleaning' } as const

/** Somebody signs for orders in such a turn, and a leader consents. */
export const signs = (kind: string) => kind !== 'lead' && kind !== 'cleaning'

export const kindName = (kind: string) => (kind in kinds ? t(kinds[kind as keyof typeof kinds]) : '')
