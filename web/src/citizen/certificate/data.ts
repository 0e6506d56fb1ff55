import { api, send } from '@/api/client'
import type { components } from '@/api/schema'

export type Certificate = components['schemas']['ApprovalCertificate']

/** What a certificate with this number and code says. A wrong number and a wrong code sound the same. */
export const verify = (number: string, code: string) => send(api.POST('/api/applicant/certificates/verify', { body: { number, code } }))
