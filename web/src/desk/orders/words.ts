import { texts } from '@/text/text'
import zh from '@/text/zh-CN/orders'

/** The texts of the order pages. */
export const t = texts('orders', zh)

type ListOf<K> = K extends `${infer L}.${string}` ? L : never
type List = ListOf<keyof typeof zh>

/** The word for a key the server sends bare, such as tracked.overdue; what is not known is left out rather than shown raw. */
export function word(list: List, key: string | undefined): string {
  const k = `${list}.${key ?? ''}`
  return k in zh ? t(k as 'tracked.overdue') : ''
}
