import { texts } from '@/text/text'
import zh from '@/text/zh-CN/publicity'

/** The texts of what the law wants everybody to be able to read. */
export const t = texts('publicity', zh)
