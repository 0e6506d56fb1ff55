import { texts } from '@/text/text'
import zh from '@/text/zh-CN/ui'

/** The texts of the shared components. */
export const t = texts('ui', zh)
