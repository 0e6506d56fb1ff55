import { Comment } from '@element-plus/icons-vue'
import type { CitizenFeature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'feedback', component: () => import('./FeedbackPage.vue'), meta: { title: t('title') } }],
  tiles: [{ label: t('title'), note: t('tileNote'), to: '/feedback', order: 60, icon: Comment }],
} satisfies CitizenFeature
