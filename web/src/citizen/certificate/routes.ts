import { Checked } from '@element-plus/icons-vue'
import type { CitizenFeature } from '../feature'
import { t } from './words'

const at = (params: Record<string, string | string[]>) => ({ name: 'certificate', query: { number: String(params.number ?? ''), code: String(params.code ?? '') } })

export default {
  routes: [
    { path: 'certificate', name: 'certificate', component: () => import('./CertificatePage.vue'), meta: { title: t('title') } },
    // As people type it from the paper.
    { path: 'verify/:number?/:code?', redirect: (to) => at(to.params) },
  ],
  tiles: [{ label: t('title'), note: t('tileNote'), to: '/certificate', order: 25, icon: Checked }],
} satisfies CitizenFeature
