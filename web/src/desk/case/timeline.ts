import type { TimelineEvent } from '@/ui/EventTimeline.vue'
import type { Happening, Kept } from './types'
import { t } from './words'

/** The record of a case as the timeline shows it, latest first. A file that an event added is named. */
export function timeline(happenings: Happening[], files: Kept[], tones: Record<string, TimelineEvent['tone']> = {}): TimelineEvent[] {
  return [...happenings].reverse().map((h) => {
    const file = files.find((f) => f.id === (h.facts as { file?: string } | null | undefined)?.file)
    const moved = h.from ? t('moved', { from: h.from, to: h.to }) : ''
    return {
      id: String(h.seq),
      at: h.at,
      actor: h.who || t('system'),
      onBehalf: h.onBehalf,
      action: h.label,
      text: [moved, h.from && h.dept && t('toDept', { dept: h.dept })].filter(Boolean).join('，'),
      authority: h.authority,
      evidence: file && [{ label: file.name, to: { hash: '#files' } }],
      tone: tones[h.action],
    }
  })
}

/** The two ends of a hash, enough to compare by eye. */
export function shortHash(hash: string): string {
  return hash.length > 20 ? `${hash.slice(0, 8)}…${hash.slice(-8)}` : hash
}
