import { texts } from '@/text/text'
import zh from '@/text/zh-CN/citizen'

/** The texts of the citizens' frame. */
export const t = texts('citizen', zh)
