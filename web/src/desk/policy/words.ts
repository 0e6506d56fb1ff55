import { texts } from '@/text/text'
import zh from '@/text/zh-CN/policy'

export const t = texts('policy', zh)
