import { fullTime } from '@/ui/format'
import type { Record, Section } from '../../case/types'
import type { Order } from '../types'
import { limitUnit } from '../verbs/verbs'
import { t, word } from '../words'

const by = (who: string, at: string) => [who, fullTime(at)].filter(Boolean).join(' · ')
/** Lines with a text only; what was not filled in is not shown. */
const lines = (...all: [label: string, text: string | undefined][]) => all.flatMap(([label, text]) => (text ? [{ label: label || undefined, text }] : []))

const replies = (o: Order): Record[] =>
  o.replies.map((r) => ({
    head: r.draft ? t(r.signed ? 'replySigned' : 'replyDraft', { dept: r.dept }) : t('replyBy', { dept: r.dept }),
    meta: by(r.by, r.at),
    lines: lines(['', r.text], [t('result'), r.result], [t('contact'), r.contact], [t('firstGrade'), r.grade], [t('legalBy'), r.legal], [t('signedBy'), r.signed]),
  }))

const returns = (o: Order): Record[] =>
  o.returns.map((r) => ({
    head: t('returnBy', { dept: r.dept, ground: r.ground }),
    meta: by(r.by, r.at),
    tone: r.ruling ? undefined : 'amber',
    lines: lines([t('reason'), r.reason], [t('basis'), r.basis], [t('proposed'), r.proposed], [t('ruling'), word('ruling', r.ruling) || t('ruleWaiting')],
      [t('ruledTo'), r.ruling === 'upheld' ? r.ruledTo : ''], [t('ruledWhy'), r.why], [t('ruledBy'), r.ruledBy && r.ruledAt ? by(r.ruledBy, r.ruledAt) : '']),
  }))

const extensions = (o: Order): Record[] =>
  o.extensions.map((x) => ({
    head: t('extendBy', { n: x.amount, unit: limitUnit(o) }),
    meta: by(x.by, x.at),
    tone: x.ruling ? undefined : 'amber',
    lines: lines([t('promised'), x.promised], [t('statutory'), x.statutory], [t('basis'), x.basis], [t('reason'), x.reason], [t('approval'), word('ruling', x.ruling) || t('approvalWaiting')],
      [t('approvalWhy'), x.why], [t('approvalBy'), x.ruledBy], [t('told'), x.toldAt ? by(x.toldHow ?? '', x.toldAt) : x.ruling === 'granted' ? t('notTold') : '']),
  }))

const urging = (o: Order): Record[] => [
  ...o.urging.map((u) => ({ head: u.how, meta: by(u.by, u.at), tone: u.late ? ('red' as const) : undefined, lines: lines(['', u.note], ['', u.late ? t('urgedLate') : '']) })),
  ...o.explanations.map((x) => ({ head: t('explained'), meta: by(x.by, x.at), lines: lines(['', x.text]) })),
]

const revisits = (o: Order): Record[] =>
  o.revisits.map((r, i) => ({
    head: t(r.reached ? 'revisitReached' : 'revisitMissed', { n: i + 1, how: r.how }),
    meta: by(r.by, r.at),
    lines: lines([t('timeliness'), r.timely === undefined ? '' : t(r.timely ? 'timely' : 'untimely')], [t('secondGrade'), r.reached ? r.grade : ''], [t('cause'), r.cause], ['', r.note]),
  }))

const filings = (o: Order): Record[] =>
  o.filings.map((f) => ({
    head: t('filedTo', { body: f.body }),
    meta: t('sentAt', { at: fullTime(f.sentAt) }),
    tone: f.filedAt ? undefined : 'amber',
    lines: lines(['', f.filedAt ? t('receipt', { no: f.receipt ?? '', at: fullTime(f.filedAt) }) : t('receiptWaiting')]),
  }))

const emergency = (o: Order): Record[] =>
  o.emergency.map((e) => ({
    head: e.step,
    meta: t('happenedAt', { at: fullTime(e.happened) }),
    tone: e.late ? 'red' : undefined,
    lines: lines(['', e.minutes ? t(e.late ? 'afterMinutesLate' : 'afterMinutes', { what: e.after ?? '', n: e.minutes }) : ''], ['', e.note], [t('loggedBy'), by(e.by, e.at)]),
  }))

const transfers = (o: Order): Record[] =>
  o.transfers.map((x) => ({ head: t(x.in ? 'transferredIn' : 'transferredOut', { way: x.way, party: x.party }), meta: by(x.by, x.at), lines: lines([t('transferResult'), x.result]) }))

const notes = (o: Order): Record[] => o.notes.map((n) => ({ head: t(n.public ? 'citizenNote' : 'innerNote'), meta: by(n.by, n.at), lines: lines(['', n.text]) }))

/** What was written down beside the order, by kind; kinds of which there is nothing are left out. */
export function sections(o: Order): Section[] {
  const all: Section[] = [
    { key: 'transfers', title: t('secTransfers'), rows: transfers(o) },
    { key: 'emergency', title: t('secEmergency'), rows: emergency(o) },
    { key: 'replies', title: t('secReplies'), rows: replies(o) },
    { key: 'returns', title: t('secReturns'), rows: returns(o) },
    { key: 'extensions', title: t('secExtensions'), rows: extensions(o) },
    { key: 'urging', title: t('secUrging'), rows: urging(o) },
    { key: 'revisits', title: t('secRevisits'), rows: revisits(o) },
    { key: 'filings', title: t('secFilings'), rows: filings(o) },
    { key: 'notes', title: t('secNotes'), rows: notes(o) },
  ]
  return all.filter((s) => s.rows.length > 0)
}
