import { call } from '@/api/loose'
import type { StripDay } from '@/ui/deadline/days'
import type { Standing } from '@/ui/deadline/standing'
import { upload } from '@/api/upload'
import type { Ticket } from './ticket'

/** What a citizen sees of his own order (hotline.CitizenView). */
export interface Progress {
  number: string
  title: string
  body: string
  kindLabel: string
  stateLabel: string
  dept?: string
  opened: string
  due?: string
  standing: Standing
  why?: string
  strip: StripDay[]
  answer?: string
  answeredAt?: string
  extension?: string
  steps: { at: string; text: string }[]
  mayRate: boolean
  mayUrge: boolean
  mayAdd: boolean
  grade?: string
}

export const look = (ticket: Ticket) => call<Progress>('POST', '/api/public/query', { body: ticket })
export const addText = (ticket: Ticket, text: string) => call('POST', '/api/public/supplement', { body: { ...ticket, text } })
export const urge = (ticket: Ticket) => call('POST', '/api/public/urge', { body: ticket })
export const rate = (ticket: Ticket, grade: string, reason: string) => call('POST', '/api/public/rate', { body: { ...ticket, grade, reason } })
export const sendFile = (_ticket: Ticket) => (file: File, onProgress: (part: number) => void) => upload<{ id: string }>('/api/public/files', file, onProgress)
