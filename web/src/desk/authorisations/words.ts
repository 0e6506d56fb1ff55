import { texts } from '@/text/text'
import zh from '@/text/zh-CN/authorisations'

/** The texts of the pages on letters of authorisation. */
export const t = texts('authorisations', zh)
