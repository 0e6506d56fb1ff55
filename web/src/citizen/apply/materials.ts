import type { components } from '@/api/schema'
import { asked, type Wanted } from '../matters/materials'

export type Sent = components['schemas']['ApprovalSent']
export type Handing = components['schemas']['ApprovalHanding']
export type Reusable = components['schemas']['ApprovalReusable']

/** What an applicant hands in under one material: files, or what an earlier application of his already holds. */
export interface Handed {
  sent: Sent[]
  /** Number and query code of the earlier application; '' for none. */
  reuse: string
  proof: string
}

export const nothing = (): Handed => ({ sent: [], reuse: '', proof: '' })
export const isThere = (h: Handed | undefined) => !!h && (!!h.reuse || h.sent.length > 0)

/** What is handed in, for the materials that this applicant is asked for and for no others. */
export function toHand(wanted: readonly Wanted[], handed: Record<string, Handed>): Handing[] {
  return wanted.filter(asked).flatMap((m) => {
    const h = handed[m.code]
    if (!h || !isThere(h)) return []
    return [h.reuse ? { code: m.code, reuse: h.reuse, proof: h.proof } : { code: m.code, sent: h.sent }]
  })
}

/** The other way, out of a draft. */
export function fromHandings(handings: readonly Handing[]): Record<string, Handed> {
  return Object.fromEntries(handings.map((h) => [h.code, { sent: h.sent ?? [], reuse: h.reuse ?? '', proof: h.proof ?? '' }]))
}

/** What must be there for the application to be accepted, and is not. */
export const lacking = (wanted: readonly Wanted[], handed: Record<string, Handed>) => wanted.filter((m) => m.need === 'required' && !isThere(handed[m.code]))

/** A letter of commitment (告知承诺书), which can be signed on the screen. */
export const isPledge = (m: Wanted) => m.name.includes('告知承诺书')
