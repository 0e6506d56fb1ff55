import { texts } from '@/text/text'
import zh from '@/text/zh-CN/rounds'

export const t = texts('rounds', zh)
