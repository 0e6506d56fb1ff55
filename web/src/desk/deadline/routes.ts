import { Timer } from '@element-plus/icons-vue'
import { t } from '@/citizen/deadline/words'
import type { Feature } from '../feature'

export default {
  routes: [{ path: 'deadline', name: 'deadline', component: () => import('@/citizen/deadline/CalculatorPage.vue'), meta: { title: t('deskTitle') } }],
  nav: [{ group: 'work', label: t('deskTitle'), to: '/deadline', order: 90, icon: Timer }],
} satisfies Feature
