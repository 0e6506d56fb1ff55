import { isoDay } from '@/ui/format'

/** Days from..to, both included. */
export type Period = { from: string; to: string }

const utc = (y: number, m: number, d: number) => new Date(Date.UTC(y, m, d)).toISOString().slice(0, 10)

export type Preset = 'thisMonth' | 'lastMonth' | 'thisQuarter' | 'thisYear'

/** The days of a ready-made period, as seen from an instant. A period that still runs ends today. */
export function presetPeriod(preset: Preset, now: number): Period {
  const today = isoDay(now)
  const [y, m] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1]
  switch (preset) {
    case 'thisMonth':
      return { from: utc(y, m, 1), to: today }
    case 'lastMonth':
      return { from: utc(y, m - 1, 1), to: utc(y, m, 0) }
    case 'thisQuarter':
      return { from: utc(y, m - (m % 3), 1), to: today }
    case 'thisYear':
      return { from: utc(y, 0, 1), to: today }
  }
}

/** How fine a trend over the period should be. */
export function stepFor({ from, to }: Period): 'day' | 'week' | 'month' {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000
  return days <= 45 ? 'day' : days <= 200 ? 'week' : 'month'
}

/** The period of the same length that ends where this one begins. */
export function periodBefore({ from, to }: Period): Period {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  const day = 86_400_000
  const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  return { from: iso(2 * first - last - day), to: iso(first - day) }
}
