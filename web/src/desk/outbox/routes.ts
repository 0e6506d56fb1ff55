import { Promotion } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'outbox', name: 'outbox', component: () => import('./OutboxPage.vue'), meta: { title: t('title'), permission: 'admin.outbox' } }],
  nav: [{ group: 'admin', label: t('title'), to: '/outbox', permission: 'admin.outbox', order: 60, icon: Promotion }],
} satisfies Feature
