import { t } from './words'

/** What is asked, as it stands in the address: the same form as the API takes. */
export type Question = {
  start: string
  amount: number
  unit: string
  /** "2026-05-06..2026-05-08,2026-05-20..": the last one may be open. */
  pauses: string
  /** "5,3" */
  extend: string
  region: string
}

export interface Pause {
  from: string
  to: string
  open: boolean
}

export function readPauses(text: string): Pause[] {
  return text
    .split(',')
    .filter(Boolean)
    .map((part) => {
      const [from = '', to] = part.split('..')
      return { from, to: to ?? from, open: to === '' }
    })
}

export function writePauses(pauses: Pause[]): string {
  return pauses.map((p) => `${p.from}..${p.open ? '' : p.to}`).join(',')
}

/** The extensions as numbers, or undefined when something else stands there. */
export function readExtensions(text: string): number[] | undefined {
  const parts = text.split(/[,，、\s]+/).filter(Boolean)
  return parts.every((p) => /^[1-9]\d{0,3}$/.test(p)) ? parts.map(Number) : undefined
}

/** The first thing wrong with a question, in a sentence; '' when it can be asked. */
export function faultOf(q: Question, pauses: Pause[]): string {
  if (!q.start) return t('startNeeded')
  if (q.unit !== 'sameday' && !(Number.isInteger(q.amount) && q.amount >= 1 && q.amount <= 3660)) return t('amountNeeded')
  if (q.unit === 'sameday') return ''
  const wrong = pauses.findIndex((p) => !p.from || (!p.open && (!p.to || p.to < p.from)))
  if (wrong >= 0) return t('pauseWrong', { n: wrong + 1 })
  if (pauses.slice(0, -1).some((p) => p.open)) return t('pauseOrder')
  return readExtensions(q.extend) ? '' : t('extendWrong')
}
