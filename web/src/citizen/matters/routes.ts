import { Files } from '@element-plus/icons-vue'
import type { CitizenFeature } from '../feature'
import { t } from './words'

export default {
  routes: [
    { path: 'matters', name: 'matters', component: () => import('./MattersPage.vue'), meta: { title: t('title') } },
    { path: 'matters/:id', name: 'matter', component: () => import('./GuidePage.vue'), props: true, meta: { title: t('guide') } },
    { path: 'themes/:id', name: 'theme', component: () => import('./ThemePage.vue'), props: true, meta: { title: t('theme') } },
  ],
  tiles: [{ label: t('title'), note: t('tileNote'), to: '/matters', order: 15, main: true, icon: Files }],
} satisfies CitizenFeature
