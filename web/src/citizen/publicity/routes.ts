import { List, OfficeBuilding, Stamp } from '@element-plus/icons-vue'
import type { CitizenFeature } from '../feature'
import { t } from './words'

export default {
  routes: [
    { path: 'decisions', name: 'decisions', component: () => import('./DecisionsPage.vue'), meta: { title: t('decisions') } },
    { path: 'projects', name: 'projects', component: () => import('./ProjectsPage.vue'), meta: { title: t('projects') } },
    { path: 'letters', name: 'letters', component: () => import('./LettersPage.vue'), meta: { title: t('letters') } },
  ],
  tiles: [
    { label: t('projects'), note: t('projectsNote'), to: '/projects', order: 26, open: true, icon: OfficeBuilding },
    { label: t('decisions'), note: t('decisionsNote'), to: '/decisions', order: 27, open: true, icon: List },
    { label: t('letters'), note: t('lettersNote'), to: '/letters', order: 28, open: true, icon: Stamp },
  ],
} satisfies CitizenFeature
