import { texts } from '@/text/text'
import zh from '@/text/zh-CN/matters'

export const t = texts('matters', zh)
