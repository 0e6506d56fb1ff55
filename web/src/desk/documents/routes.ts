import { Files } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'documents', name: 'documents', component: () => import('./DocumentsPage.vue'), meta: { title: t('title'), permission: 'order.supervise' } }],
  nav: [{ group: 'oversee', label: t('title'), to: '/documents', permission: 'order.supervise', order: 20, icon: Files }],
} satisfies Feature
