import { Finished } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

/** Who may look at a roster, or writes rounds of his own down. */
const permission = ['duty.view', 'duty.patrol', 'duty.sit', 'duty.inspect', 'duty.attend', 'duty.onsite'] as const

export default {
  routes: [{ path: 'duty/rounds', component: () => import('./RoundsPage.vue'), meta: { title: t('title'), permission } }],
  nav: [{ group: 'oversee', label: t('title'), to: '/duty/rounds', permission, order: 60, icon: Finished }],
} satisfies Feature
