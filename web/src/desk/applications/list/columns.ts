import type { Column } from '@/ui/table/columns'
import { t } from '../words'

/** The columns of every list of applications. */
export const columns: Column[] = [
  { key: 'light', title: t('light'), width: '9.5rem' },
  { key: 'number', title: t('number'), width: '11.5rem', figures: true },
  { key: 'itemName', title: t('item'), link: true },
  { key: 'state', title: t('stands'), width: '8.5rem' },
  { key: 'dept', title: t('turnOf'), width: '7.75rem' },
  { key: 'due', title: t('due'), width: '9rem', figures: true },
  { key: 'opened', title: t('opened'), width: '8.75rem', figures: true, wideOnly: true },
]
