import { api, send } from '@/api/client'
import type { components } from '@/api/schema'
import type { AppealForm } from './form'

/** What a citizen keeps of an appeal. */
export type Receipt = components['schemas']['Receipt']

/** The places in use, parents before children. */
export const places = () => send(api.GET('/api/citizen/regions'))

export function submitAppeal(form: AppealForm, headers: Record<string, string>) {
  const { kind, ...rest } = form
  return send(api.POST('/api/citizen/appeals', { body: { ...rest, kind: kind || undefined, phone: form.phone.replace(/\s/g, '') }, headers }))
}
