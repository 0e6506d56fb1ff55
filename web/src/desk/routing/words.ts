import { texts } from '@/text/text'
import zh from '@/text/zh-CN/routing'

export const t = texts('routing', zh)
