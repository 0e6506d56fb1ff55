import { List } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

const permission = ['order.supervise', 'circular.task'] as const

export default {
  routes: [{ path: 'circulars', component: () => import('./CircularsPage.vue'), meta: { title: t('title'), permission } }],
  nav: [{ group: 'oversee', label: t('title'), to: '/circulars', permission, order: 40, icon: List }],
} satisfies Feature
