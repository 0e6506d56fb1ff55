import { Monitor } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'equipment', component: () => import('./EquipmentPage.vue'), meta: { title: t('title'), permission: 'equipment.view' } }],
  nav: [{ group: 'admin', label: t('title'), to: '/equipment', permission: 'equipment.view', order: 90, icon: Monitor }],
} satisfies Feature
