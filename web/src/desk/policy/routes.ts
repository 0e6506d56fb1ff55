import { Operation } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'policy', name: 'policy', component: () => import('./PolicyPage.vue'), meta: { title: t('title'), permission: 'admin.policy' } }],
  nav: [{ group: 'admin', label: t('title'), to: '/policy', permission: 'admin.policy', order: 10, icon: Operation }],
} satisfies Feature
