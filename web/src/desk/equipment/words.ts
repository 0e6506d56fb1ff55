import { texts } from '@/text/text'
import zh from '@/text/zh-CN/equipment'

export const t = texts('equipment', zh)

export const kinds = (['phone', 'fax', 'computer', 'printer', 'emergency'] as const).map((value) => ({ value, label: t(value) }))
export const states = (['used', 'repair', 'retired'] as const).map((value) => ({ value, label: t(value) }))
