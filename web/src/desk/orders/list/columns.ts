import type { Column } from '@/ui/table/columns'
import { t } from '../words'

/** The columns of every list of orders. */
export const columns: Column[] = [
  { key: 'light', title: t('light'), width: '9rem' },
  { key: 'number', title: t('number'), width: '9rem', figures: true },
  { key: 'title', title: t('title'), link: true },
  { key: 'place', title: t('place'), width: '9rem', wideOnly: true },
  { key: 'dept', title: t('dept'), width: '8rem' },
  { key: 'assignee', title: t('assignee'), width: '5.5rem', wideOnly: true },
  { key: 'due', title: t('due'), width: '9rem', figures: true },
  { key: 'opened', title: t('opened'), width: '9.5rem', figures: true, wideOnly: true },
]
