import { texts } from '@/text/text'
import zh from '@/text/zh-CN/answers'

/** The texts of forms that are drawn from data. */
export const t = texts('answers', zh)
