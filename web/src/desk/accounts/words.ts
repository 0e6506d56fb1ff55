import { texts } from '@/text/text'
import zh from '@/text/zh-CN/accounts'

export const t = texts('accounts', zh)
