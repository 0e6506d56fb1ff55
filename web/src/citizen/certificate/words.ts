import { texts } from '@/text/text'
import zh from '@/text/zh-CN/certificate'

export const t = texts('certificate', zh)
