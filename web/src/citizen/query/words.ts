import { texts } from '@/text/text'
import zh from '@/text/zh-CN/query'

export const t = texts('query', zh)
