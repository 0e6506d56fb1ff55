import { AlarmClock } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'duty', name: 'duty', component: () => import('./DutyPage.vue'), meta: { title: t('title'), permission: 'duty.view' } }],
  nav: [{ group: 'work', label: t('title'), to: '/duty', permission: 'duty.view', order: 80, icon: AlarmClock }],
} satisfies Feature
