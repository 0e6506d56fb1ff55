import { texts } from '@/text/text'
import zh from '@/text/zh-CN/circulars'

export const t = texts('circulars', zh)
