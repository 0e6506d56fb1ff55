import { Calendar } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'calendar', name: 'calendar', component: () => import('./CalendarPage.vue'), meta: { title: t('title'), permission: 'admin.calendar' } }],
  nav: [{ group: 'admin', label: t('title'), to: '/calendar', permission: 'admin.calendar', order: 20, icon: Calendar }],
} satisfies Feature
