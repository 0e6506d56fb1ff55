import type { Column } from '@/ui/table/columns'
import { t } from '../words'

/** The columns of every list of applications. */
export const columns: Column[] = [
  { key: 'light', title: t('light'), width: '9rem' },
  { key: 'number', title: t('number'), width: '10.5rem', figures: true },
  { key: 'itemName', title: t('item'), link: true },
  { key: 'state', title: t('stands'), width: '10rem' },
  { key: 'dept', title: t('turnOf'), width: '9rem' },
  { key: 'assignee', title: t('assignee'), width: '5.5rem', wideOnly: true },
  { key: 'due', title: t('due'), width: '9rem', figures: true },
  { key: 'opened', title: t('opened'), width: '9.5rem', figures: true, wideOnly: true },
]
