import { isoDay, monthDay, type Instant } from '@/ui/format'
import type { Shift } from './data'
import { signs } from './words'

const dayMs = 86_400_000

/** The days of a month, "2026-11". */
export function monthOf(month: string): { first: string; last: string; lead: number; days: string[] } {
  const [y = 0, m = 0] = month.split('-').map(Number)
  const length = new Date(Date.UTC(y, m, 0)).getUTCDate()
  const days = Array.from({ length }, (_, i) => `${month}-${String(i + 1).padStart(2, '0')}`)
  return { first: days[0]!, last: days[length - 1]!, lead: (new Date(Date.UTC(y, m - 1, 1)).getUTCDay() + 6) % 7, days }
}

/** The month `by` months away. */
export function shifted(month: string, by: number): string {
  const [y = 0, m = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(y, m - 1 + by, 1)).toISOString().slice(0, 7)
}

/** The turns that begin on a day, as the roster shows them: those in which somebody signs first. */
export const beginning = (shifts: Shift[], day: string) => shifts.filter((s) => isoDay(s.from) === day).sort((a, b) => Number(signs(b.kind)) - Number(signs(a.kind)))

/** 17:30—22:00, or with the day on which it ends: 22:00—11月23日09:00. Midnight is the end of its day. */
export function span(from: Instant, to: Instant): string {
  const time = (v: Instant) => new Date(new Date(v).getTime() + 8 * 3_600_000).toISOString().slice(11, 16)
  const start = time(from)
  const end = time(to)
  if (end === '00:00' && new Date(to).getTime() - new Date(`${isoDay(from)}T00:00:00+08:00`).getTime() === dayMs) return `${start}—24:00`
  return isoDay(from) === isoDay(to) ? `${start}—${end}` : `${start}—${monthDay(to)}${end}`
}
