import { call } from '@/api/loose'
import type { AppealForm } from './form'
import type { Region } from './regions'

/** What a citizen keeps of an appeal. `acceptBy` is the first instant at which its taking-up is late. */
export interface Receipt {
  number: string
  code: string
  acceptBy?: string
}

/** The places in use, parents before children. */
export const places = async (): Promise<Region[]> => (await call<{ regions: Region[] }>('GET', '/api/public/regions')).regions

export function submitAppeal(form: AppealForm, headers: Record<string, string>): Promise<Receipt> {
  const { body, title, kind, region, place, name, phone, confidential } = form
  return call<Receipt>('POST', '/api/public/appeals', {
    body: { body, title, kind, region, place, caller: { name, phone: phone.replace(/\s/g, ''), confidential } },
    headers,
  })
}
