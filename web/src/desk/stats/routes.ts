import { DataAnalysis } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

const meta = (title: string) => ({ title, permission: 'stats.view' })

export default {
  routes: [
    { path: 'stats', name: 'stats', component: () => import('./StatsPage.vue'), meta: meta(t('title')) },
    { path: 'stats/list', name: 'stats-list', component: () => import('./FigureListPage.vue'), meta: meta(t('listTitle')) },
    { path: 'stats/online', name: 'stats-units', component: () => import('./OnlineUnitsPage.vue'), meta: meta(t('unitsTitle')) },
    { path: 'stats/days', name: 'stats-days', component: () => import('./UnitDaysPage.vue'), meta: meta(t('daysTitle')) },
  ],
  nav: [{ group: 'insight', label: t('title'), to: '/stats', permission: 'stats.view', order: 10, icon: DataAnalysis }],
} satisfies Feature
