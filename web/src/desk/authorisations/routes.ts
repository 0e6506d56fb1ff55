import { Stamp } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'authorisations', component: () => import('./LettersPage.vue'), meta: { permission: 'authorisation.view', title: t('title') } }],
  nav: [{ group: 'service', label: t('title'), to: '/authorisations', permission: 'authorisation.view', order: 36, icon: Stamp }],
} satisfies Feature
