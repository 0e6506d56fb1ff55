import type { Happening } from '../../case/types'
import { t, word } from '../words'

/**
 * The record as it is told. That the limit of a step has passed is noticed; late by the rules an application is only once it
 * is marked so.
 */
export function told(happenings: Happening[]): Happening[] {
  return happenings.map((h) => {
    const { meter, mark } = (h.facts ?? {}) as { meter?: string; mark?: string }
    if (h.action !== 'overdue' || mark) return h
    return { ...h, action: 'noticed', label: t('limitPassed', { meter: word('meter', meter) }), authority: undefined }
  })
}
