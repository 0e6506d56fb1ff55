import type { Offer, Verb } from '../../case/verb'
import { calls, type Office, type Ruling } from '../calls'
import { choices, named, ruleOf } from '../reference'
import type { Change, Ref } from '../types'
import { t } from '../words'

type Name = 'submit' | 'review' | 'approve_centre' | 'approve_finance' | 'approve_price' | 'withdraw'

const ruling = (hint: () => string): Verb<Change> => ({
  hint,
  fields: [
    { key: 'outcome', label: t('outcome'), kind: 'choice', options: () => choices('rulings'), required: true },
    { key: 'opinion', label: t('opinion'), kind: 'long', max: 1000, required: (v) => !!v.outcome && v.outcome !== 'pass' },
  ],
  initial: () => ({ outcome: 'pass' }),
})

const dialogs: Record<Name, Verb<Change>> = {
  submit: { hint: () => t('submitHint'), fields: [] },
  review: ruling(() => t('reviewHint')),
  approve_centre: ruling(() => t('approveHint')),
  approve_finance: ruling(() => t('approveHint')),
  approve_price: ruling(() => t('approveHint')),
  withdraw: { hint: () => t('withdrawHint'), fields: [{ key: 'why', label: t('reason'), kind: 'long', max: 500, required: true }], grave: true },
}

/** Which of the three offices have passed a change of fees in its present round (ORG-24). */
export function countersigned(c: Change): Set<string> {
  const round = Math.max(0, ...c.opinions.map((o) => o.round))
  return new Set(c.opinions.filter((o) => o.round === round && o.outcome === 'pass' && o.body !== 'review').map((o) => o.body))
}

/** What the reader may do with a change now: the server's word, less what his office has done and what he wrote himself. */
export function offers(c: Change, me: string | undefined): Offer<Change, Name>[] {
  const done = countersigned(c)
  const blocks = c.findings.some((f) => f.blocks)
  return (Object.keys(dialogs) as Name[])
    .filter((name) => c.actions.includes(name) && !(name.startsWith('approve_') && done.has(name.slice('approve_'.length))))
    .filter((name) => !(me === c.author && (name === 'review' || name.startsWith('approve_'))))
    .map((name) => ({ name, label: named('actions', name), rule: ruleOf('actions', name), verb: dialogs[name], blocked: name === 'submit' && blocks ? t('submitBlocked') : undefined }))
}

/** Sends an answered dialog. */
export function act(name: string, c: { id: string; version: number }, v: Record<string, unknown>): Promise<Ref> {
  if (name === 'submit') return calls.submit(c.id, c.version)
  if (name === 'withdraw') return calls.withdraw(c.id, c.version, String(v.why ?? ''))
  const said = { outcome: String(v.outcome ?? ''), opinion: String(v.opinion ?? '') } satisfies Ruling
  return name === 'review' ? calls.review(c.id, c.version, said) : calls.countersign(c.id, c.version, name.slice('approve_'.length) as Office, said)
}
