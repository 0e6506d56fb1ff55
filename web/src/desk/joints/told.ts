import type { Happening } from '../case/types'
import { named, type Joint } from './data'
import { t } from './words'

/** The record as it is told: of each step on the way, which part came how far, stood still, was urged. */
export function told(j: Pick<Joint, 'record' | 'timeline'>): Happening[] {
  const names = new Map(j.record.parts.map((p) => [p.item, p.name]))
  return j.timeline.map((h) => {
    const { item, state, stage, why } = (h.facts ?? {}) as { item?: string; state?: string; stage?: string; why?: string }
    const part = names.get(item ?? '')
    if (stage) return { ...h, label: t('toldStage', { stage: named('stages', stage), state: named('stageStates', state) }) }
    if (!part) return h
    if (h.action === 'apply_permit') return { ...h, label: t('toldApplied', { part }) }
    if (h.action === 'pause_joint') return { ...h, label: t('toldPaused', { part, why: why ?? '' }) }
    return { ...h, label: state ? t('toldPart', { part, state: named('parts', state) }) : t('toldOf', { label: h.label, part }) }
  })
}
