export interface Notice {
  number?: string
  title: string
  published: string
}

/** The arrangement of one year, as the server keeps it and an administrator edits it (calendar.Year). */
export interface Year {
  year: number
  notice: Notice
  also?: Notice[]
  off: { from: string; to: string; name: string }[]
  work: { date: string; name: string }[]
}

export interface Day {
  date: string
  n: number
  kind: 'workday' | 'weekend' | 'holiday' | 'makeup'
  name: string
}

export interface Month {
  month: number
  /** Empty places before the 1st, in a week that begins on Monday. */
  lead: number
  days: Day[]
}

const iso = (year: number, month: number, day: number) => new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)

/** What a day of the year is. Without an arrangement the week alone decides. */
export function dayOf(date: string, plan?: Year): Omit<Day, 'date' | 'n'> {
  const work = plan?.work.find((w) => w.date === date)
  if (work) return { kind: 'makeup', name: work.name }
  const off = plan?.off.find((s) => s.from <= date && date <= s.to)
  if (off) return { kind: 'holiday', name: off.name }
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return { kind: weekday === 0 || weekday === 6 ? 'weekend' : 'workday', name: '' }
}

/** The twelve months of a year with what each day is. */
export function monthsOf(year: number, plan?: Year): Month[] {
  return Array.from({ length: 12 }, (_, i) => {
    const length = new Date(Date.UTC(year, i + 1, 0)).getUTCDate()
    const first = new Date(Date.UTC(year, i, 1)).getUTCDay()
    const days = Array.from({ length }, (_, d): Day => {
      const date = iso(year, i + 1, d + 1)
      return { date, n: d + 1, ...dayOf(date, plan) }
    })
    return { month: i + 1, lead: (first + 6) % 7, days }
  })
}

export const workdaysOf = (months: Month[]) => months.flatMap((m) => m.days).filter((d) => d.kind === 'workday' || d.kind === 'makeup').length

export const emptyYear = (year: number): Year => ({ year, notice: { number: '', title: '', published: '' }, off: [], work: [] })

export type Missing = 'noticeNeeded' | 'offNeeded' | 'workNeeded'

/** What is missing in a year before it can be proposed. Whether the days make sense the server says. */
export function missingIn(y: Year): Missing | undefined {
  if (!y.notice.title.trim()) return 'noticeNeeded'
  if (!y.off.length || y.off.some((s) => !s.from || !s.to || !s.name.trim())) return 'offNeeded'
  if (y.work.some((w) => !w.date || !w.name.trim())) return 'workNeeded'
  return undefined
}
