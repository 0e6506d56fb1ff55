import { Guide } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'routing', name: 'routing', component: () => import('./RoutingPage.vue'), meta: { title: t('title'), permission: 'admin.routing' } }],
  nav: [{ group: 'admin', label: t('title'), to: '/routing', permission: 'admin.routing', order: 40, icon: Guide }],
} satisfies Feature
