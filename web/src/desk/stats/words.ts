import { texts } from '@/text/text'
import zh from '@/text/zh-CN/stats'

export const t = texts('stats', zh)

/** The name of a formula, a measure or a mark; an unknown one is left out rather than shown raw. */
export function figureName(key: string): string {
  const k = `measure_${key}` as keyof typeof zh
  return k in zh ? (zh[k] as string) : ''
}
