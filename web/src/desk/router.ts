import { nextTick } from 'vue'
import { createRouter, type RouterHistory } from 'vue-router'
import { asProblem } from '@/api/problem'
import { toast } from '@/ui/state/toast'
import type { Feature } from './feature'
import { home, navigation } from './nav'
import { useSession } from './session'
import UnreachablePage from './UnreachablePage.vue'
import { t } from './words'

/** The officials' pages: sign-in, a frame with the features' pages in it, and a page for what is not there. */
export function deskRouter(history: RouterHistory, features: Feature[]) {
  const router = createRouter({
    history,
    scrollBehavior: (to, _from, saved) => saved ?? (to.hash ? { el: to.hash } : { top: 0 }),
    routes: [
      { path: '/login', name: 'login', component: () => import('./LoginPage.vue'), meta: { open: true, title: t('loginTitle') } },
      { path: '/unreachable', name: 'unreachable', component: UnreachablePage, meta: { open: true } },
      {
        path: '/',
        component: () => import('./DeskLayout.vue'),
        props: { features },
        children: [
          { path: '', name: 'home', component: () => import('./HomePage.vue'), meta: { title: t('homeTitle') } },
          ...features.flatMap((f) => f.routes),
          { path: ':rest(.*)*', name: 'missing', component: () => import('./MissingPage.vue') },
        ],
      },
    ],
  })

  router.beforeEach(async (to) => {
    if (to.meta.open) return true
    const session = useSession()
    if (!session.me) {
      try {
        await session.load()
      } catch {
        return { name: 'unreachable', query: { to: to.fullPath }, replace: true }
      }
      if (!session.me) return { name: 'login', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
    }
    if (session.me?.mustChangePassword && to.name !== 'password') return { name: 'password', query: { to: to.fullPath } }
    if (to.name === 'home') return home(navigation(features, session.may)) ?? true
    return true
  })

  router.afterEach((to, from) => {
    document.title = to.meta.title ? `${to.meta.title} · ${t('product')}` : t('productLong')
    // A screen reader hears the new page, and the keys start from it.
    if (from.matched.length && to.path !== from.path) void nextTick(() => document.getElementById('main')?.focus({ preventScroll: true }))
  })

  // Also reached when a page's code cannot be fetched because a new version has been installed: fetch the page anew.
  router.onError((error: unknown, to) => {
    if (error instanceof TypeError && /import|module/i.test(error.message) && navigator.onLine) location.assign(router.resolve(to).href)
    else toast.problem(asProblem(error))
  })
  return router
}
