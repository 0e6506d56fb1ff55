import { t } from '../words'

/** Where a deadline stands, as the server derives it (deadline.Standing). */
export interface Standing {
  light: 'green' | 'amber' | 'red' | 'grey'
  stopped?: boolean
  late?: boolean
  paused?: boolean
  unit?: 'workday' | 'day' | 'sameday'
  remainingWorkdays?: number
  remainingDays?: number
  overdueWorkdays?: number
  /** The date lies beyond the announced holidays and may move. */
  provisional?: boolean
}

/** The words that go with the light; the colour alone never says it. */
export function standingWords(s: Standing): string {
  const over = s.overdueWorkdays ?? 0
  if (s.stopped) {
    if (!s.late) return t('doneInTime')
    return over > 0 ? t('doneLateBy', { n: over }) : t('doneLate')
  }
  if (s.paused) return t('paused')
  if (s.late) return over > 0 ? t('overWorkdays', { n: over }) : t('over')
  const workdays = (s.unit ?? 'workday') === 'workday' // taken in on a day off, what is due the same day is due on the next working day
  const left = workdays ? s.remainingWorkdays : s.remainingDays
  if (!left) return t('dueToday')
  return t(workdays ? 'leftWorkdays' : 'leftDays', { n: left })
}

export type Shape = 'check' | 'clock' | 'alert' | 'pause'

/** Each state has a shape of its own, for those who do not see its colour. */
export function standingShape(s: Standing): Shape {
  if (s.stopped) return s.late ? 'alert' : 'check'
  if (s.paused) return 'pause'
  return s.late || s.light === 'red' ? 'alert' : 'clock'
}
