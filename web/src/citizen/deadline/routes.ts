import { Calendar } from '@element-plus/icons-vue'
import type { CitizenFeature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'deadline', name: 'deadline', component: () => import('./CalculatorPage.vue'), meta: { title: t('title') } }],
  tiles: [{ label: t('title'), note: t('tileNote'), to: '/deadline', order: 90, icon: Calendar }],
} satisfies CitizenFeature
