import { texts } from '@/text/text'
import zh from '@/text/zh-CN/progress'

export const t = texts('progress', zh)
