import { Collection, DataAnalysis, EditPen, Files, Postcard, Search, Tickets } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

const nothing = { render: () => null }
const view = { permission: 'catalog.view' }

export default {
  routes: [
    {
      path: 'catalog/changes',
      component: () => import('./changes/ChangesPage.vue'),
      props: (route) => ({ box: route.params.box }),
      meta: { ...view, title: t('changes') },
      // One page for all boxes; as its children they keep its entry of the navigation lit.
      children: [{ path: '', component: nothing }, { path: ':box', component: nothing }],
    },
    { path: 'catalog/change/:id', component: () => import('./changes/ChangePage.vue'), props: true, meta: { ...view, title: t('change') } },
    { path: 'catalog/change/:id/edit', component: () => import('./edit/EditorPage.vue'), props: true, meta: { permission: 'catalog.edit', title: t('editor') } },
    { path: 'catalog/items', component: () => import('./list/ItemsPage.vue'), meta: { ...view, title: t('items') } },
    { path: 'catalog/items/:id', component: () => import('./item/ItemPage.vue'), props: true, meta: { ...view, title: t('item') } },
    { path: 'catalog/report', component: () => import('./report/ReportPage.vue'), meta: { ...view, title: t('report') } },
    { path: 'catalog/themes', component: () => import('./keep/ThemesPage.vue'), meta: { ...view, title: t('themes') } },
    { path: 'catalog/themes/:id', component: () => import('./keep/ThemeEditor.vue'), props: true, meta: { permission: 'catalog.keep', title: t('theme') } },
    { path: 'catalog/fee-documents', component: () => import('./keep/FeeDocumentsPage.vue'), meta: { ...view, title: t('feeDocuments') } },
    { path: 'catalog/bodies', component: () => import('./keep/BodiesPage.vue'), meta: { ...view, title: t('bodyCodes') } },
    { path: 'catalog/synonyms', component: () => import('./keep/SynonymsPage.vue'), meta: { ...view, title: t('synonyms') } },
  ],
  nav: [
    { group: 'service', label: t('changes'), to: '/catalog/changes', permission: 'catalog.view', order: 50, icon: EditPen },
    { group: 'service', label: t('items'), to: '/catalog/items', permission: 'catalog.view', order: 60, icon: Collection },
    { group: 'service', label: t('report'), to: '/catalog/report', permission: 'catalog.view', order: 70, icon: DataAnalysis },
    { group: 'service', label: t('themes'), to: '/catalog/themes', permission: 'catalog.view', order: 80, icon: Files },
    { group: 'service', label: t('feeDocuments'), to: '/catalog/fee-documents', permission: 'catalog.view', order: 90, icon: Tickets },
    { group: 'service', label: t('bodyCodes'), to: '/catalog/bodies', permission: 'catalog.keep', order: 95, icon: Postcard },
    { group: 'service', label: t('synonyms'), to: '/catalog/synonyms', permission: 'catalog.keep', order: 100, icon: Search },
  ],
} satisfies Feature
