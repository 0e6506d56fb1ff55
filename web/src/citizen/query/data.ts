import { api, send } from '@/api/client'
import type { components } from '@/api/schema'
import { upload } from '@/api/upload'
import type { StripDay } from '@/ui/deadline/days'
import type { Standing } from '@/ui/deadline/standing'
import type { Ticket } from './ticket'

/** What a citizen sees of his own order. */
export type Progress = components['schemas']['CitizenView'] & { strip: StripDay[]; standing: Standing }

export const look = (ticket: Ticket) => send(api.POST('/api/citizen/query', { body: ticket })) as Promise<Progress>
export const addText = (ticket: Ticket, text: string) => send(api.POST('/api/citizen/supplement', { body: { ...ticket, text } }))
export const urge = (ticket: Ticket) => send(api.POST('/api/citizen/urge', { body: ticket }))
export const rate = (ticket: Ticket, grade: string, reason: string) => send(api.POST('/api/citizen/rate', { body: { ...ticket, grade, reason } }))

/** A file of one's own order: sent in oneself, or given by the department. */
export type OwnFile = components['schemas']['OwnFile']

export const ownFiles = (ticket: Ticket) => send(api.POST('/api/citizen/attachments/list', { body: ticket }))
export const fetchFile = (ticket: Ticket, id: string) =>
  send(api.POST('/api/citizen/attachments/download', { body: { ...ticket, id }, parseAs: 'blob' })) as Promise<Blob>

/** Files belong to an order as soon as they arrive. The server has nothing to say about them; their name stands for them. */
export const sendFile = ({ number, code }: Ticket) => (file: File, onProgress: (part: number) => void) => {
  const sending = upload<undefined>('/api/citizen/attachments', file, onProgress, { number, code })
  return { ...sending, done: sending.done.then(() => file.name) }
}
