import { texts } from '@/text/text'
import zh from '@/text/zh-CN/apply'

export const t = texts('apply', zh)
