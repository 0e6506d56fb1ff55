import { texts } from '@/text/text'
import zh from '@/text/zh-CN/applications'

/** The texts of the pages on applications. */
export const t = texts('applications', zh)

type List = (typeof zh extends Record<infer K, string> ? K : never) extends infer K ? (K extends `${infer L}.${string}` ? L : never) : never

/** The word for a key the server sends bare, such as finding.pass; what is not known is left out rather than shown raw. */
export function word(list: List, key: string | undefined): string {
  const k = `${list}.${key ?? ''}`
  return k in zh ? t(k as 'mark.TIME-12') : ''
}
