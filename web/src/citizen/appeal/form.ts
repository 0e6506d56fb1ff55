import { validPhone } from '@/ui/personal/check'
import { t } from './words'

/** What a citizen fills in. */
export interface AppealForm {
  body: string
  title: string
  kind: string
  region: string
  place: string
  name: string
  phone: string
  confidential: boolean
}

export const emptyForm = (): AppealForm => ({ body: '', title: '', kind: '', region: '', place: '', name: '', phone: '', confidential: false })

export type Faults = Partial<Record<keyof AppealForm, string>>

/** What still has to be filled in, each in one plain sentence. The server checks again. */
export function faultsOf(form: AppealForm, bodyLimit: number): Faults {
  const faults: Faults = {}
  if (!form.body.trim()) faults.body = t('bodyNeeded')
  else if ([...form.body].length > bodyLimit) faults.body = t('bodyLong', { n: bodyLimit })
  if (!form.title.trim()) faults.title = t('headingNeeded')
  if (!form.region) faults.region = t('regionNeeded')
  const phone = form.phone.replace(/\s/g, '')
  if (!phone) faults.phone = t('phoneNeeded')
  else if (!validPhone(phone)) faults.phone = t('phoneWrong')
  if (!form.body.trim()) delete faults.title // the heading comes by itself
  return faults
}
