import { texts } from '@/text/text'
import zh from '@/text/zh-CN/catalog'
import fields from '@/text/zh-CN/catalogFields'

/** The texts of the pages on the service catalogue. */
export const t = texts('catalog', zh)

const named = texts('catalogFields', fields)

/** What a part of an item's record is called; what is not known is left out rather than shown raw. */
export function labelOf(path: string): string {
  return path in fields ? named(path as keyof typeof fields) : ''
}
