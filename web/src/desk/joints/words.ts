import { texts } from '@/text/text'
import zh from '@/text/zh-CN/joints'

/** The texts of the pages on bundles and projects. */
export const t = texts('joints', zh)
