import { Upload } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'import', name: 'import', component: () => import('./ImportPage.vue'), meta: { title: t('title'), permission: 'import.run' } }],
  nav: [{ group: 'admin', label: t('title'), to: '/import', permission: 'import.run', order: 80, icon: Upload }],
} satisfies Feature
