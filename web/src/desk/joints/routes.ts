import { Connection, OfficeBuilding } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

const view = { permission: 'application.view' }

export default {
  routes: [
    { path: 'joints/bundle', component: () => import('./ListPage.vue'), props: { kind: 'bundle' }, meta: { ...view, title: t('bundles') } },
    { path: 'joints/project', component: () => import('./ListPage.vue'), props: { kind: 'project' }, meta: { ...view, title: t('projects') } },
    { path: 'joints/project/new', component: () => import('./OpenProjectPage.vue'), meta: { permission: 'project.guide', title: t('openProject') } },
    { path: 'joints/:id/permit/:item', component: () => import('./PermitPage.vue'), props: true, meta: { permission: 'project.guide', title: t('permit') } },
    { path: 'joints/:id', component: () => import('./JointPage.vue'), props: true, meta: { ...view, title: t('bundle') } },
  ],
  nav: [
    { group: 'service', label: t('bundles'), to: '/joints/bundle', permission: 'application.view', order: 32, icon: Connection },
    { group: 'service', label: t('projects'), to: '/joints/project', permission: 'application.view', order: 34, icon: OfficeBuilding },
  ],
} satisfies Feature
