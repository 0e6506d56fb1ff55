import type { Order } from '../types'
import { limitUnit } from '../verbs/verbs'
import { t, word } from '../words'

/** Whose turn it is, in words: 现由供水局 李某办理. Of an order that has ended, how. */
export function turn(o: Order): string {
  const dept = o.dept
  const who = o.assignee ? `${dept} ${o.assignee}` : dept
  switch (o.state) {
    case 'submitted':
      return t('turnSubmitted', { dept })
    case 'registered':
      return t('turnRegistered', { dept })
    case 'dispatched':
      return t('turnDispatched', { who })
    case 'handling':
      return t('turnHandling', { who })
    case 'returning':
      return t('turnReturning', { dept })
    case 'reviewing':
      return t('turnReviewing')
    case 'signing_off':
      return t('turnSigningOff')
    case 'replied':
      return t('turnReplied', { who })
    case 'given_back':
      return t('turnGivenBack')
    case 'concluded':
      return t('turnConcluded')
    case 'disputed':
      return t('turnDisputed')
    case 'escalated':
      return t('turnEscalated')
    case 'closable':
      return t(o.filings.some((f) => !f.filedAt) ? 'turnFiling' : 'turnClosable')
    case 'archived':
      return o.closingMark ? t('turnArchived', { mark: word('closing', o.closingMark) }) : t('turnArchivedPlain')
    case 'refused':
      return t('turnRefused', { why: o.refusal ?? '' })
    case 'answered':
      return t('turnAnswered')
    case 'redirected':
      return t('turnRedirected')
  }
  return o.stateLabel
}

/** What of an extension is still open: that it waits for approval, or that the citizen has not been told. */
export function pending(o: Order): string {
  const plea = o.extensions.find((x) => !x.ruling)
  if (plea) return t('pendingPlea', { n: plea.amount, unit: limitUnit(o) })
  return o.extensions.some((x) => x.ruling === 'granted' && !x.toldAt) ? t('pendingTell') : ''
}
