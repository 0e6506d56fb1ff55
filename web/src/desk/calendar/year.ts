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

/** The year without the rows in which nothing was filled in. */
export function withoutBlanks(y: Year): Year {
  return { ...y, off: y.off.filter((s) => s.from || s.to || s.name.trim()), work: y.work.filter((w) => w.date || w.name.trim()) }
}

export type Missing = { key: 'noticeNeeded' | 'offNeeded' } | { key: 'offRow' | 'workRow'; row: number }

/** What is missing in a year before it can be proposed, and in which row; blank rows do not count. Whether the days make sense the server says. */
export function missingIn(y: Year): Missing | undefined {
  const { notice, off, work } = withoutBlanks(y)
  if (!notice.title.trim()) return { key: 'noticeNeeded' }
  if (!off.length) return { key: 'offNeeded' }
  const span = off.find((s) => !s.from || !s.to || !s.name.trim())
  if (span) return { key: 'offRow', row: y.off.indexOf(span) + 1 }
  const day = work.find((w) => !w.date || !w.name.trim())
  return day && { key: 'workRow', row: y.work.indexOf(day) + 1 }
}
