import { User } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

const meta = { title: t('title'), permission: 'admin.people' }

export default {
  routes: [
    { path: 'people', name: 'people', component: () => import('./PeoplePage.vue'), meta },
    { path: 'people/:id', name: 'person', component: () => import('./PersonPage.vue'), meta },
  ],
  nav: [{ group: 'admin', label: t('title'), to: '/people', permission: 'admin.people', order: 30, icon: User }],
} satisfies Feature
