import { texts } from '@/text/text'
import zh from '@/text/zh-CN/documents'

export const t = texts('documents', zh)
