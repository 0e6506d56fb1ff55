import type { CitizenFeature } from '../feature'
import { t } from './words'

export default {
  routes: [
    { path: 'apply/item/:id', name: 'apply', component: () => import('./ApplyPage.vue'), props: (to) => ({ kind: 'item', id: to.params.id }), meta: { title: t('title') } },
    { path: 'apply/theme/:id', name: 'applyTheme', component: () => import('./ApplyPage.vue'), props: (to) => ({ kind: 'theme', id: to.params.id }), meta: { title: t('title') } },
    { path: 'apply/resume', name: 'applyResume', component: () => import('./ResumePage.vue'), meta: { title: t('resume') } },
  ],
} satisfies CitizenFeature
