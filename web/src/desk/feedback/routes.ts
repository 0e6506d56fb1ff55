import { Comment } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

const permission = ['feedback.read', 'feedback.take'] as const

export default {
  routes: [{ path: 'feedback', component: () => import('./FeedbackPage.vue'), meta: { title: t('title'), permission } }],
  nav: [{ group: 'oversee', label: t('title'), to: '/feedback', permission, order: 70, icon: Comment }],
} satisfies Feature
