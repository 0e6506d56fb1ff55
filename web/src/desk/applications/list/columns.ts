import type { Column } from '@/ui/table/columns'
import { t } from '../words'

/** The columns of every list of applications. */
export const columns: Column[] = [
  { key: 'light', title: t('light'), width: '8.5rem' },
  { key: 'number', title: t('number'), width: '9.75rem', figures: true },
  { key: 'itemName', title: t('item'), link: true },
  { key: 'state', title: t('stands'), width: '8.5rem' },
  { key: 'dept', title: t('turnOf'), width: '8rem' },
  { key: 'due', title: t('due'), width: '9rem', figures: true },
  { key: 'opened', title: t('opened'), width: '8.5rem', figures: true, wideOnly: true },
]
