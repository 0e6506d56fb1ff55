import { shallowRef } from 'vue'
import { api, send } from '@/api/client'
import type { components, operations } from '@/api/schema'
import { toast } from '@/ui/state/toast'

export type Letter = components['schemas']['Letter']
export type Coverage = components['schemas']['ItemCoverage']
export type LetterForm = operations['signAuthorisation']['requestBody']['content']['application/json']

const words = shallowRef<components['schemas']['AuthorisationWords']>()

/** What a letter may give and in what capacity; read once for the page's life. */
export function useWords() {
  if (!words.value) send(api.GET('/api/authorisations/words')).then((w) => (words.value = w), toast.problem)
  return words
}

/** The labels of keys in one of the lists. */
export const named = (list: 'capacities' | 'powers', keys: string | string[]) => [keys].flat().map((k) => words.value?.[list].find((w) => w.key === k)?.label ?? '').join('、')

export const letters = (dept: string, after: string) => send(api.GET('/api/authorisations', { params: { query: { ...(dept && { dept }), ...(after && { after }) } } }))
export const signLetter = (body: LetterForm, headers: Record<string, string>) => send(api.POST('/api/authorisations', { body, headers }))
export const revokeLetter = (id: string, reason: string) => send(api.POST('/api/authorisations/{id}/revoke', { params: { path: { id } }, body: { reason } }))
export const coverage = (dept: string) => send(api.GET('/api/authorisations/coverage', { params: { query: { dept } } }))
export const paper = (id: string) => `/api/authorisations/${id}/pdf`
