import { api, send } from '@/api/client'
import type { components } from '@/api/schema'
import type { StripDay } from '@/ui/deadline/days'
import type { Standing } from '@/ui/deadline/standing'
import type { Handing } from '../apply/materials'
import type { Ticket } from '../query/ticket'

type Schemas = components['schemas']

/** What an applicant sees of his own application. */
export type Progress = Schemas['ApprovalProgress'] & { strip: StripDay[]; standing: Standing }
type Meter = Omit<Schemas['ApprovalMeterView'], 'strip' | 'standing'> & { strip: StripDay[]; standing: Standing }
export type Joint = Omit<Schemas['ApprovalJointProgress'], 'meters'> & { meters: Meter[] }
export type FeeDue = Schemas['CatalogFee']
export type FeePaid = Schemas['ApprovalFee']

export const look = (ticket: Ticket) => send(api.POST('/api/applicant/query', { body: ticket })) as Promise<Progress>
export const lookJoint = (ticket: Ticket) => send(api.POST('/api/applicant/bundles/query', { body: ticket })) as Promise<Joint>

export const supplement = (ticket: Ticket, materials: Handing[]) => send(api.POST('/api/applicant/supplement', { body: { ...ticket, materials } }))
export const sendTolerated = (ticket: Ticket, materials: Handing[]) => send(api.POST('/api/applicant/tolerated', { body: { ...ticket, materials } }))
export const withdraw = (ticket: Ticket, why: string) => send(api.POST('/api/applicant/withdraw', { body: { ...ticket, why } }))
export const urge = (ticket: Ticket) => send(api.POST('/api/applicant/urge', { body: ticket }))
export const feedback = (ticket: Ticket, text: string) => send(api.POST('/api/applicant/feedback', { body: { ...ticket, text } }))
export const pay = (ticket: Ticket, fee: string, amount: number, slip: string) => send(api.POST('/api/applicant/pay', { body: { ...ticket, fee, amount, slip } }))

export const files = (ticket: Ticket) => send(api.POST('/api/applicant/files', { body: ticket }))
const asBlob = { parseAs: 'blob' } as const
export const fetchFile = (ticket: Ticket, id: string) => send(api.POST('/api/applicant/files/download', { body: { ...ticket, id }, ...asBlob })) as Promise<Blob>
export const fetchPaper = (ticket: Ticket, id: string) => send(api.POST('/api/applicant/documents/print', { body: { ...ticket, id }, ...asBlob })) as Promise<Blob>
export const fetchCertificate = (ticket: Ticket) => send(api.POST('/api/applicant/certificate/print', { body: ticket, ...asBlob })) as Promise<Blob>
