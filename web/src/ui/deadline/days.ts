import { fullDate, monthDay, weekday } from '../format'
import { t } from '../words'

/** One day of a deadline, as the server derives it (deadline.StripDay). */
export interface StripDay {
  date: string
  kind: 'workday' | 'weekend' | 'holiday' | 'makeup'
  name: string
  mark: 'start' | 'counted' | 'free' | 'paused' | 'extended' | 'due' | 'overdue'
  /** The number of the day in its count; 0 where nothing is counted, and then it may be left out. */
  n: number
  /** The year's holidays are not announced: the day is taken by its weekday. */
  provisional?: boolean
}

/** A stretch of days that say the same, drawn as one cell. */
export interface Run {
  phase: Phase
  days: StripDay[]
}

export type Cell = StripDay | Run
type Phase = 'counted' | 'holiday' | 'paused' | 'extended' | 'overdue' | 'edge'

/** What a day belongs to. A free weekend belongs to whatever surrounds it, so `before` decides. */
function phase(day: StripDay, before: Phase): Phase {
  switch (day.mark) {
    case 'start':
    case 'due':
      return 'edge'
    case 'free':
      return day.kind === 'holiday' ? 'holiday' : before === 'edge' || before === 'holiday' ? 'counted' : before
    default:
      return day.mark
  }
}

const rests = (d: StripDay) => d.mark === 'free' && d.kind === 'weekend'

/**
 * Folds the middle of long stretches so that the strip has about `max` cells. The start, the due day, today and the days
 * beside them, and both ends of every stretch always stay: they are what people look for. A folded stretch begins and ends
 * with days that count in it, so that its dates and its numbers say the same; a weekend is folded whole or not at all.
 */
export function fold(days: StripDay[], today: string, max: number): Cell[] {
  if (days.length <= max) return days
  const phases: Phase[] = []
  days.forEach((d, i) => phases.push(phase(d, phases[i - 1] ?? 'edge')))
  const now = days.findIndex((d) => d.date === today)
  const shown = (i: number) =>
    phases[i] === 'edge' || phases[i] !== phases[i - 1] || phases[i] !== phases[i + 1] || (now >= 0 && Math.abs(i - now) <= 1)

  const cells: Cell[] = []
  for (let i = 0; i < days.length; ) {
    let end = i
    while (end < days.length && !shown(end) && phases[end] === phases[i]) end++
    let to = end
    while (to > i && rests(days[to - 1]!)) to--
    let from = i
    while (from < to && rests(days[from]!)) from++
    if (to - from >= 3) {
      cells.push(...days.slice(i, from), { phase: phases[i]!, days: days.slice(from, to) }, ...days.slice(to, end))
      i = end
    } else {
      cells.push(...days.slice(i, Math.max(end, i + 1)))
      i = Math.max(end, i + 1)
    }
  }
  return cells
}

/** The word in a cell. */
export function cellWord(d: StripDay): string {
  switch (d.mark) {
    case 'start':
      return t('dayStart')
    case 'counted':
      return t('dayN', { n: d.n })
    case 'due':
      return t('dayDue')
    case 'paused':
      return t('dayPaused')
    case 'extended':
      return t('dayExtendedN', { n: d.n })
    case 'overdue':
      return d.n ? t('dayOverN', { n: d.n }) : t('dayOver')
    case 'free':
      return t('dayFree')
  }
}

const kinds = { workday: 'kindWorkday', weekend: 'kindWeekend', holiday: 'kindHoliday', makeup: 'kindMakeup' } as const

/** The whole of a day in one sentence, for those who listen. */
export function daySentence(d: StripDay, today: string): string {
  const said = {
    start: t('saidStart'),
    counted: t('saidCounted', { n: d.n }),
    due: d.n ? t('saidDue', { n: d.n }) : t('dayDue'), // what is due the same day counts none
    free: t('saidFree'),
    paused: t('saidPaused'),
    extended: t('saidExtended', { n: d.n }),
    overdue: d.n ? t('saidOver', { n: d.n }) : t('saidOverFree'),
  }[d.mark]
  const now = d.date === today ? `（${t('today')}）` : ''
  const kind = d.name ? `${t(kinds[d.kind])}（${d.name}）` : t(kinds[d.kind])
  return `${fullDate(d.date)}${now}，${weekday(d.date)}，${kind}${d.provisional ? `（${t('provisional')}）` : ''}，${said}`
}

/** What a folded stretch holds: 第4—15日, 暂停12天. */
export function runWords(run: Run): string {
  const n = run.days.length
  switch (run.phase) {
    case 'paused':
      return t('runPaused', { n })
    case 'holiday':
      return t('runHoliday', { n })
    case 'extended':
      return t('runExtended', { n })
    case 'overdue':
      return t('runOver', { n })
    default: {
      const numbers = run.days.filter((d) => d.mark === 'counted').map((d) => d.n)
      return numbers.length ? t('runCounted', { from: numbers[0]!, to: numbers[numbers.length - 1]! }) : t('saidFree')
    }
  }
}

/** 11月3日—20日, or with both months. */
export function runDates(run: Run): string {
  const from = run.days[0]!.date
  const to = run.days[run.days.length - 1]!.date
  return `${monthDay(from)}—${from.slice(0, 7) === to.slice(0, 7) ? `${Number(to.slice(8))}日` : monthDay(to)}`
}
