import { deadline, moment, type Instant } from '@/ui/format'
import { standingWords } from '@/ui/deadline/standing'
import { t, word } from '../orders/words'
import type { Row } from '../orders/types'
import { t as own } from './words'

/** How the limit that a figure is about was kept in one order: when it ended, when it was met, and by how much it was missed. */
export interface Kept {
  due: string
  met: string
  missed: string
}

/** Lateness is told in working days, as everywhere; what was met is called done, as a limit need not be that of handling. */
export function kept(r: Row, now: Instant): Kept {
  if (!r.due || !r.standing) return { due: '—', met: '—', missed: t('noLimit') }
  const days = r.standing.overdueWorkdays ?? 0
  const late = r.standing.late && (days > 0 ? t('metLateBy', { n: days }) : t('metLate'))
  return {
    due: deadline(r.due, now),
    met: r.met ? moment(r.met, now) : t('notMet'),
    missed: (r.met && late) || (!r.standing.late && word('deemed', r.overdueMark)) || (r.met ? t('metInTime') : standingWords(r.standing)),
  }
}

const unfinished = ['dispatched', 'handling', 'returning', 'reviewing', 'signing_off']
const answered = ['replied', 'given_back']

/** Why an order lowers the rate of closing, or of closing in time: an answer alone does not close it. */
export function lacks(r: Row): string {
  if (answered.includes(r.state)) return own('lacksEntry')
  if (unfinished.includes(r.state)) return own(r.redos ? 'lacksRedone' : 'lacksConclusion')
  return own('lacksTime')
}
