import { Search } from '@element-plus/icons-vue'
import type { CitizenFeature } from '../feature'
import { t } from './words'

export default {
  routes: [{ path: 'query', name: 'query', component: () => import('./QueryPage.vue'), meta: { title: t('title') } }],
  tiles: [{ label: t('title'), note: t('tileNote'), to: '/query', order: 20, main: true, icon: Search }],
} satisfies CitizenFeature
