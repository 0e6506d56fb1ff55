import { ChatLineSquare } from '@element-plus/icons-vue'
import type { CitizenFeature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'appeal', name: 'appeal', component: () => import('./AppealPage.vue'), meta: { title: t('title') } }],
  tiles: [{ label: t('title'), note: t('tileNote'), to: '/appeal', order: 10, main: true, icon: ChatLineSquare }],
} satisfies CitizenFeature
