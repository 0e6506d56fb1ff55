import { texts } from '@/text/text'
import zh from '@/text/zh-CN/applicationsVerbs'

/** The texts of the dialogs on applications. */
export const v = texts('applicationsVerbs', zh)
