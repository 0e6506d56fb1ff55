import { texts } from '@/text/text'
import zh from '@/text/zh-CN/import'

export const t = texts('import', zh)
