import { deadline, duration, moment, type Instant } from '@/ui/format'
import { standingWords } from '@/ui/deadline/standing'
import { t, word } from '../orders/words'
import type { Row } from '../orders/types'

/** How the limit that a figure is about was kept in one order: when it ended, when it was met, and by how much it was missed. */
export interface Kept {
  due: string
  met: string
  missed: string
}

export function kept(r: Row, now: Instant): Kept {
  if (!r.due || !r.standing) return { due: '—', met: '—', missed: t('noLimit') }
  const days = r.standing.overdueWorkdays ?? 0
  const late = days > 0 ? t('missedWorkdays', { n: days }) : t('missedBy', { time: duration(Date.parse(r.met ?? new Date(now).toISOString()) - Date.parse(r.due)) })
  const inTime = r.met ? t('metInTime') : standingWords(r.standing)
  return {
    due: deadline(r.due, now),
    met: r.met ? moment(r.met, now) : t('notMet'),
    missed: r.standing.late ? late : word('deemed', r.overdueMark) || inTime,
  }
}
