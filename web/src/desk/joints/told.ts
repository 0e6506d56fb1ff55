import type { Happening } from '../case/types'
import { named, type Joint } from './data'
import { t } from './words'

/** The record as it is told: of each step on the way, which part came how far. */
export function told(j: Pick<Joint, 'record' | 'timeline'>): Happening[] {
  const names = new Map(j.record.parts.map((p) => [p.item, p.name]))
  return j.timeline.map((h) => {
    const { item, state, stage } = (h.facts ?? {}) as { item?: string; state?: string; stage?: string }
    const part = names.get(item ?? '')
    if (stage) return { ...h, label: t('toldStage', { stage: named('stages', stage), state: named('stageStates', state) }) }
    if (!part) return h
    return { ...h, label: state ? t('toldPart', { part, state: named('parts', state) }) : t('toldApplied', { part }) }
  })
}
