import { texts } from '@/text/text'
import zh from '@/text/zh-CN/case'

/** The texts that the pages of every kind of case share. */
export const t = texts('case', zh)
