import { deadline, fullTime, weekday, type Instant } from '@/ui/format'
import type { Meter } from './types'
import { t } from './words'

/** The meter the page is about: the latest handling one, or before that the one that runs. The rest, latest first. */
export function arrange(meters: Meter[]): { main?: Meter; others: Meter[] } {
  const latest = [...meters].reverse()
  const main = latest.find((m) => m.name === 'handling') ?? latest.find((m) => !m.stop) ?? latest[0]
  return { main, others: latest.filter((m) => m !== main) }
}

/** What was promised: 11月24日 24:00（周二）前, or when it was kept or missed. */
export function promise(m: Meter, now: Instant): string {
  const due = `${deadline(m.due, now)}（${weekday(new Date(m.due).getTime() - 60_000)}）`
  if (m.stop) return t(m.standing.late ? 'promiseMissed' : 'promiseKept', { at: fullTime(m.stop), due })
  return t(m.standing.late ? 'promiseOver' : 'promise', { due })
}

/** 办理（第2轮） where there was more than one round. */
export function meterTitle(m: Meter): string {
  return m.round > 1 ? t('meterRound', { label: m.label, n: m.round }) : t('meterTitle', { label: m.label })
}
