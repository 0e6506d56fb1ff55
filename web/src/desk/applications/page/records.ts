import { fullDate, fullTime } from '@/ui/format'
import type { Record, Section } from '../../case/types'
import { named } from '../reference'
import type { Application } from '../types'
import { limitUnit } from '../verbs/verbs'
import { t, word } from '../words'

type Lines = [label: string, text: string | undefined | false][]

/** Lines with a text only; what was not filled in is not shown. */
const lines = (...all: Lines) => all.flatMap(([label, text]) => (text ? [{ label: label || undefined, text }] : []))
const writer = (o: Application) => (who: string | undefined, at: string | undefined) => [who && o.names[who], at && fullTime(at)].filter(Boolean).join(' · ')

const decision = (o: Application): Record[] => {
  const d = o.record.decision
  if (!d) return []
  return [{ head: d.number ? t('decisionHead', { outcome: named('outcomes', d.outcome), number: d.number }) : named('outcomes', d.outcome), meta: writer(o)(d.by, d.at),
    lines: lines([t('reasons'), d.reasons], [t('basis'), d.basis], [t('remedies'), d.remedies], [t('authority'), d.authority]) }]
}

const refusal = (o: Application): Record[] => {
  const r = o.record.refusal
  return r ? [{ head: named('grounds', r.ground), meta: writer(o)(r.by, r.at), lines: lines([t('reason'), r.reason], [t('basis'), r.basis], [t('redirect'), r.redirect]) }] : []
}

const notices = (o: Application): Record[] =>
  (o.record.notices ?? []).map((n) => ({
    head: t('noticeHead', { number: n.number }),
    meta: writer(o)(n.by, n.at),
    tone: n.done ? undefined : 'amber',
    lines: [...n.items.map((i) => ({ label: i.name, text: i.what })), ...lines([t('again'), n.why], [t('supplemented'), n.done && fullTime(n.done)])],
  }))

const visits = (o: Application): Record[] =>
  (o.record.visits ?? []).map((x) => ({
    head: t('visitHead', { step: x.name, finding: word('finding', x.finding) }),
    meta: writer(o)(x.by, x.at),
    tone: x.finding === 'fail' || x.finding === 'back' ? 'amber' : undefined,
    lines: [...lines(['', x.opinion], [t('people'), (x.people ?? []).map((p) => o.names[p]).join('、')], [t('published'), x.from && x.to && `${fullDate(x.from)}—${fullDate(x.to)}`]),
      ...(x.signers ?? []).map((s) => ({ label: t('signedBy', { who: o.names[s.person] ?? '' }), text: `${t(s.agrees ? 'agrees' : 'objects')} ${s.opinion ?? ''}` }))],
  }))

const specials = (o: Application): Record[] =>
  (o.record.specials ?? []).map((s) => ({
    head: t('specialHead', { kind: named('specials', s.kind), from: fullDate(s.from), to: s.to ? fullDate(s.to) : t('running') }),
    meta: writer(o)(s.by, s.at),
    tone: s.to ? undefined : 'grey',
    lines: lines([t('expected'), t('daysN', { n: s.expected })], [t('basis'), s.basis], [t('toldBy'), named('tellWays', s.told)], [t('result'), s.result]),
  }))

const pleas = (o: Application): Record[] =>
  (o.record.pleas ?? []).map((p) => ({
    head: t('pleaHead', { n: p.amount, unit: limitUnit(o) }),
    meta: writer(o)(p.by, p.at),
    tone: p.ruling ? undefined : 'amber',
    lines: lines([t('reason'), p.reason], [t('basis'), p.basis], [t('ruling'), p.ruling ? word('plea', p.ruling) : t('waiting')], [t('ruledWhy'), p.why], [t('ruledBy'), writer(o)(p.ruledBy, p.ruledAt)],
      [t('toldApplicant'), p.toldAt ? `${named('tellWays', p.told)} ${fullTime(p.toldAt)}` : p.ruling === 'granted' && t('notTold')]),
  }))

const marks = (o: Application): Record[] =>
  (o.record.marks ?? []).map((m) => ({
    head: word('mark', m.rule) || m.rule,
    meta: writer(o)(m.by, m.ruled ?? m.at),
    tone: 'red',
    lines: lines([t('ruling'), m.rule === 'TIME-12' && (named('rulings', m.ruling) || t('waiting'))], [t('ruledWhy'), m.why]),
  }))

const accounts = (o: Application): Record[] =>
  o.accounts.map((e) => ({
    head: t('accountHead', { measure: e.measureLabel, number: e.number }),
    meta: writer(o)(e.by, e.at),
    tone: 'red',
    lines: lines([t('accountHandler'), o.names[e.handler]], [t('accountDeptHead'), o.names[e.head]], [t('accountFinding'), e.finding]),
  }))

const urgent = (o: Application): Record[] => {
  const u = o.record.urgent
  return u ? [{ head: t('urgentHead', { who: o.names[u.head] ?? '' }), meta: writer(o)(u.by, u.at), tone: 'red', lines: lines([t('reason'), u.why]) }] : []
}

const commitment = (o: Application): Record[] => {
  const c = o.record.commitment
  return c ? [{ head: t('commitmentHead', { number: c.number }), meta: fullTime(c.at), lines: c.terms.map((text) => ({ text })) }] : []
}

const revocation = (o: Application): Record[] => {
  const r = o.record.revocation
  return r ? [{ head: t('revocationHead', { number: r.number }), meta: writer(o)(r.by, r.at), tone: 'red', lines: lines([t('reasons'), r.reasons], [t('basis'), r.basis], [t('remedies'), r.remedies]) }] : []
}

const delivery = (o: Application): Record[] => {
  const d = o.record.delivery
  return d ? [{ head: named('ways', d.way) || t('handedOver'), meta: writer(o)(d.by, d.at), lines: lines([t('taker'), named('takers', d.taker)], [t('slip'), d.slip]) }] : []
}

const withdrawal = (o: Application): Record[] => {
  const x = o.record.withdrawal
  return x ? [{ head: named('askers', x.asker), meta: writer(o)(x.by, x.at), lines: lines([t('reason'), x.why]) }] : []
}

const texts = (o: Application): Record[] => [
  ...(o.record.delays ?? []).map((x) => ({ head: t('delayHead'), meta: writer(o)(x.by, x.at), tone: 'amber' as const, lines: lines(['', x.text]) })),
  ...(o.record.urges ?? []).map((x) => ({ head: t('urgeHead'), meta: writer(o)(x.by, x.at), lines: lines(['', x.note]) })),
  ...(o.record.notes ?? []).map((x) => ({ head: t(x.public ? 'feedbackHead' : 'noteHead'), meta: writer(o)(x.by, x.at), lines: lines(['', x.text]) })),
]

/** What was written down beside the application, by kind; kinds of which there is nothing are left out. */
export function sections(o: Application): Section[] {
  const all: Section[] = [
    { key: 'marks', title: t('secMarks'), rows: marks(o) },
    { key: 'urgent', title: t('secUrgent'), rows: urgent(o) },
    { key: 'accounts', title: t('secAccounts'), rows: accounts(o) },
    { key: 'decision', title: t('secDecision'), rows: decision(o) },
    { key: 'refusal', title: t('secRefusal'), rows: refusal(o) },
    { key: 'notices', title: t('secNotices'), rows: notices(o) },
    { key: 'visits', title: t('secVisits'), rows: visits(o) },
    { key: 'specials', title: t('secSpecials'), rows: specials(o) },
    { key: 'pleas', title: t('secPleas'), rows: pleas(o) },
    { key: 'commitment', title: t('secCommitment'), rows: commitment(o) },
    { key: 'revocation', title: t('secRevocation'), rows: revocation(o) },
    { key: 'delivery', title: t('secDelivery'), rows: delivery(o) },
    { key: 'withdrawal', title: t('secWithdrawal'), rows: withdrawal(o) },
    { key: 'texts', title: t('secTexts'), rows: texts(o) },
  ]
  return all.filter((s) => s.rows.length > 0)
}
