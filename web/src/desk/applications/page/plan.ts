import { fits } from '@/ui/form/answers/fields'
import { moment } from '@/ui/format'
import type { Application } from '../types'
import { t, word } from '../words'

/** A station of an application's way, as it is drawn. */
export interface Station {
  key: string
  name: string
  /** What happened there or who has it. */
  said: string
  stands: 'done' | 'now' | 'ahead' | 'failed'
  limit?: string
}

/** The way of an application: its receipt, its acceptance, the item's own steps as far as they concern it, and the delivery. */
export function stations(o: Application, now: number): Station[] {
  const at = (time: string) => moment(time, now)
  const r = o.record
  const ended = !!r.ended || ['declined', 'withdrawn', 'lapsed'].includes(o.state)
  const steps = o.plan.steps.filter((s) => fits(s.when ?? undefined, r.choices ?? {}))
  const current = steps.findIndex((s) => s.code === r.step)
  const onSpot = !!r.decision?.onSpot
  const untold = onSpot || !!r.source // nothing happened in between, or an older system does not tell what
  const inside = (untold ? [] : steps).map((s, i): Station => {
    const visits = (r.visits ?? []).filter((v) => v.step === s.code)
    const last = visits.at(-1)
    const passed = !!last && (current < 0 || i < current)
    const here = i === current && o.state === 'reviewing'
    const by = last ? t('stationBy', { who: o.names[last.by] ?? '', finding: word('finding', last.finding), at: at(last.at) }) : ''
    return {
      key: s.code,
      name: s.name,
      said: here ? t(r.arrived ? 'stationHere' : 'stationWaits', { who: o.assignee ? `${o.dept} ${o.assignee}` : o.dept }) : passed ? by : '',
      stands: here ? 'now' : passed ? (last.finding === 'fail' ? 'failed' : 'done') : 'ahead',
      limit: s.limit.amount ? t('stationLimit', { n: s.limit.amount, unit: word('unit', s.limit.unit) }) : undefined,
    }
  })
  const accepting = o.state === 'submitted' || o.state === 'correcting'
  const accepted: Station = {
    key: '·accept',
    name: t('stationAccept'),
    said: r.accepted ? (r.deemed ? t('stationDeemed') : at(r.accepted)) : o.stateLabel,
    stands: r.accepted ? 'done' : accepting ? 'now' : 'failed',
  }
  const decided: Station[] = untold && r.decision ? [{ key: '·decide', name: t(onSpot ? 'stationSpot' : 'stationDecide'), said: at(r.decision.at), stands: 'done' }] : []
  const delivered: Station = {
    key: '·deliver',
    name: t('stationDeliver'),
    said: r.delivery ? at(r.delivery.at) : r.ready ? t('stationReady') : '',
    stands: r.delivery ? 'done' : !ended && (o.state === 'decided' || o.state === 'declining') ? 'now' : 'ahead',
  }
  return [{ key: '·receive', name: t('stationReceive'), said: at(r.received), stands: 'done' }, accepted, ...inside, ...decided, delivered]
}
