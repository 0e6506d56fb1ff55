import { texts } from '@/text/text'
import zh from '@/text/zh-CN/feedback'

export const t = texts('feedback', zh)
