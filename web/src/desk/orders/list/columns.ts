import type { Column } from '@/ui/table/columns'
import { t } from '../words'

const columns: Column[] = [
  { key: 'light', title: t('light'), width: '9rem' },
  { key: 'number', title: t('number'), width: '9rem', figures: true },
  { key: 'title', title: t('titleAndPlace'), link: true },
  { key: 'dept', title: t('dept'), width: '8rem' },
  { key: 'assignee', title: t('assignee'), width: '5.5rem', wideOnly: true },
  { key: 'due', title: t('due'), width: '9rem', figures: true },
  { key: 'opened', title: t('opened'), width: '9.5rem', figures: true, wideOnly: true },
]

/** The work lists of what waits for a ruling that has no limit. The order's own is the department's. */
const unlimited = ['rule_extension', 'dispute']
/** What would say the same in every row: before the dispatch nobody handles, and of a dissatisfaction no limit runs. */
const left: Record<string, string[]> = { accept: ['dept', 'assignee'], dispatch: ['dept', 'assignee'], dispute: ['due'] }

/** The columns of a work list (`box`), or of all orders (''). Who handles is shown where the list fixes the state. */
export function columnsOf(box: string): Column[] {
  const own: Record<string, Partial<Column>> = {
    ...(box === 'assist' && { dept: { title: t('lead') } }),
    ...(unlimited.includes(box) && { light: { title: t('waiting') }, due: { title: t('dueOrder') } }),
    ...(['', 'notice', 'tracked'].includes(box) && { assignee: { key: 'state', title: t('state'), wideOnly: false } }),
  }
  return columns.filter((c) => !left[box]?.includes(c.key)).map((c) => ({ ...c, ...own[c.key] }))
}
