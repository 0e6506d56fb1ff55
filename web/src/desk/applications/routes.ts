import { Bell, DataLine, DocumentAdd, Files, Finished, Medal, Wallet } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

const nothing = { render: () => null }
const view = { permission: 'application.view' }
const fees = ['application.fee', 'application.fee.confirm', 'application.supervise']
const certificates = ['application.deliver', 'application.decide', 'application.supervise']

export default {
  routes: [
    {
      path: 'applications/worklist',
      component: () => import('./list/WorklistPage.vue'),
      props: (route) => ({ box: route.params.box }),
      meta: { ...view, title: t('worklist') },
      // One page for all boxes; as its children they keep its entry of the navigation lit.
      children: [{ path: '', component: nothing }, { path: ':box', component: nothing }],
    },
    { path: 'applications', component: () => import('./list/ApplicationsPage.vue'), meta: { ...view, title: t('all') } },
    { path: 'applications/new', component: () => import('./take/TakePage.vue'), meta: { permission: 'application.take', title: t('take') } },
    { path: 'applications/:id', component: () => import('./page/ApplicationPage.vue'), props: true, meta: { ...view, title: t('application') } },
    { path: 'fees', component: () => import('./registers/FeesPage.vue'), meta: { permission: fees, title: t('feeRegister') } },
    { path: 'application-accounts', component: () => import('./registers/AccountsPage.vue'), meta: { permission: 'application.supervise', title: t('accountRegister') } },
    { path: 'certificates', component: () => import('./registers/CertificatesPage.vue'), meta: { ...view, title: t('certificateRegister') } },
    { path: 'application-figures', component: () => import('./figures/FiguresPage.vue'), meta: { ...view, title: t('figures') } },
    { path: 'application-figures/:figure', component: () => import('./figures/BehindPage.vue'), props: true, meta: { ...view, title: t('figures') } },
  ],
  nav: [
    { group: 'service', label: t('worklist'), to: '/applications/worklist', permission: 'application.view', order: 10, icon: Finished },
    { group: 'service', label: t('take'), to: '/applications/new', permission: 'application.take', order: 20, icon: DocumentAdd },
    { group: 'service', label: t('all'), to: '/applications', permission: 'application.view', order: 30, icon: Files },
    { group: 'service', label: t('certificateRegister'), to: '/certificates', permission: certificates, order: 37, icon: Medal },
    { group: 'service', label: t('feeRegister'), to: '/fees', permission: fees, order: 38, icon: Wallet },
    { group: 'oversee', label: t('accountRegister'), to: '/application-accounts', permission: 'application.supervise', order: 60, icon: Bell },
    { group: 'insight', label: t('figures'), to: '/application-figures', permission: 'application.view', order: 40, icon: DataLine },
  ],
} satisfies Feature
