import { api, send } from '@/api/client'
import type { components } from '@/api/schema'
import { upload } from '@/api/upload'
import type { Choices } from '../matters/data'
import type { Sent } from './materials'

type Schemas = components['schemas']
export type Draft = Schemas['ApprovalDraft']
export type DraftKey = Schemas['DraftKey']
export type Receipt = Schemas['ApprovalReceipt']

/** A file goes ahead of what it is handed in with; its ticket hands it in. */
export const sendMaterial = (file: File, onProgress: (part: number) => void) => upload<Sent>('/api/applicant/uploads', file, onProgress)

export const saveDraft = (draft: Draft, key?: DraftKey) => send(api.POST('/api/applicant/drafts', { body: { key, draft } }))
export const openDraft = (key: DraftKey) => send(api.POST('/api/applicant/drafts/open', { body: key }))
export const dropDraft = (key: DraftKey) => send(api.POST('/api/applicant/drafts/drop', { body: key }))

export const checkForm = (id: string, answers: Choices, form: Record<string, unknown>) =>
  send(api.POST('/api/citizen/matters/{id}/check-form', { params: { path: { id } }, body: { answers, form } }))
export const apply = (body: Schemas['ApplyInputBody'], headers: Record<string, string>) => send(api.POST('/api/applicant/applications', { body, headers }))
export const applyTheme = (body: Schemas['ApprovalBundleSubmission'], headers: Record<string, string>) => send(api.POST('/api/applicant/bundles', { body, headers }))

/** What an earlier application of one's own holds that this item wants again. */
export const reusable = (number: string, code: string, item: string) => send(api.POST('/api/applicant/reusable', { body: { number, code, item } }))
