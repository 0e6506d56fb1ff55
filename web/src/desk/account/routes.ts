import type { Feature } from '../feature'
import { t } from '../words'

export default {
  routes: [{ path: 'password', name: 'password', component: () => import('./PasswordPage.vue'), meta: { title: t('password') } }],
} satisfies Feature
