import { Stamp } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'accounts', name: 'accounts', component: () => import('./AccountsPage.vue'), meta: { title: t('title'), permission: 'order.supervise' } }],
  nav: [{ group: 'oversee', label: t('title'), to: '/accounts', permission: 'order.supervise', order: 30, icon: Stamp }],
} satisfies Feature
