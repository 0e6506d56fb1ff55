import { Lock } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'audit', name: 'audit', component: () => import('./AuditPage.vue'), meta: { title: t('title'), permission: 'audit.view' } }],
  nav: [{ group: 'oversee', label: t('title'), to: '/audit', permission: 'audit.view', order: 90, icon: Lock }],
} satisfies Feature
