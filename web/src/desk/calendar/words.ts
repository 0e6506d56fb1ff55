import { texts } from '@/text/text'
import zh from '@/text/zh-CN/calendar'

export const t = texts('calendar', zh)

/** The name of a meter; an unknown one is left out rather than shown raw. */
export function meterName(key: string): string {
  const k = `meter.${key}` as keyof typeof zh
  return k in zh ? (zh[k] as string) : ''
}
