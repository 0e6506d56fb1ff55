import { texts } from '@/text/text'
import zh from '@/text/zh-CN/duty'

export const t = texts('duty', zh)

const kinds = { day: 'day', night: 'night', holiday: 'holiday' } as const

export const kindName = (kind: string) => (kind in kinds ? t(kinds[kind as keyof typeof kinds]) : '')
