import { texts } from '@/text/text'
import zh from '@/text/zh-CN/appeal'

export const t = texts('appeal', zh)
