import { fullDate } from '@/ui/format'
import { limitUnit } from '../verbs/verbs'
import { named } from '../reference'
import type { Application } from '../types'
import { t } from '../words'

/** Whose turn it is, in words. Of an application that has ended, how. */
export function turn(o: Application): string {
  const who = o.assignee ? `${o.dept} ${o.assignee}` : o.dept
  const r = o.record
  switch (o.state) {
    case 'submitted':
      return t(r.notices?.length ? 'turnSupplemented' : 'turnSubmitted', { dept: o.dept })
    case 'correcting':
      return t('turnCorrecting')
    case 'reviewing':
      if (!o.current) return t('turnDeciding', { dept: o.dept })
      return t(r.arrived ? 'turnStep' : 'turnHandOver', { who, step: o.current.name })
    case 'decided':
      return t(r.ready ? 'turnCollect' : 'turnDeliver', { dept: o.dept, outcome: named('outcomes', r.decision?.outcome) })
    case 'declining':
      return t('turnDeclining', { dept: o.dept })
    case 'delivered':
      if (r.source) return t('turnImported', { outcome: named('outcomes', r.decision?.outcome) })
      return t('turnDelivered', { outcome: named('outcomes', r.decision?.outcome), way: named('ways', r.delivery?.way) })
    case 'declined':
      return t('turnDeclined', { why: r.refusal?.reason ?? '' })
  }
  return o.stateLabel
}

/** What else waits: a plea for time, a special procedure, silent departments, a ruling. */
export function pending(o: Application): string {
  const plea = o.record.pleas?.at(-1)
  const special = o.record.specials?.at(-1)
  const waits = [
    plea && !plea.ruling && t('pendingPlea', { n: plea.amount, unit: limitUnit(o) }),
    plea?.ruling === 'granted' && !plea.toldAt && t('pendingTell'),
    special && !special.to && t('pendingSpecial', { kind: named('specials', special.kind), from: fullDate(special.from), n: special.expected }),
    o.opinions.some((x) => x.opinion.missed && !x.opinion.stance) && t('pendingDeem'),
    o.record.marks?.some((m) => m.rule === 'TIME-12' && !m.ruling) && t('pendingRuling'),
    o.record.signers?.some((s) => !s.at) && t('pendingSigners', { who: (o.record.signers ?? []).filter((s) => !s.at).map((s) => o.names[s.person] ?? '').join('、') }),
    o.record.materials.some((m) => m.state === 'tolerated') && t('pendingTolerated', { names: o.record.materials.filter((m) => m.state === 'tolerated').map((m) => m.name).join('、') }),
  ]
  return waits.filter(Boolean).join(' ')
}
