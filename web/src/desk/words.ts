import { texts } from '@/text/text'
import zh from '@/text/zh-CN/desk'

/** The texts of the officials' frame. */
export const t = texts('desk', zh)
