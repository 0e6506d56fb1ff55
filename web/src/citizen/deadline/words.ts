import { texts } from '@/text/text'
import zh from '@/text/zh-CN/deadline'

export const t = texts('deadline', zh)
