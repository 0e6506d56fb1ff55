import { nextTick } from 'vue'
import { createRouter, type RouterHistory } from 'vue-router'
import CitizenLayout from './CitizenLayout.vue'
import { tilesOf, type CitizenFeature } from './feature'
import HomePage from './HomePage.vue'
import { t } from './words'

/** The citizens' pages. Frame and first page come with the first request: phones on slow networks wait once. */
export function citizenRouter(history: RouterHistory, features: CitizenFeature[]) {
  const tiles = tilesOf(features)
  const router = createRouter({
    history,
    scrollBehavior: (to, _from, saved) => saved ?? (to.hash ? { el: to.hash } : { top: 0 }),
    routes: [
      {
        path: '/',
        component: CitizenLayout,
        props: { tiles },
        children: [
          { path: '', name: 'home', component: HomePage, props: { tiles } },
          ...features.flatMap((f) => f.routes),
          { path: ':rest(.*)*', name: 'missing', component: () => import('./MissingPage.vue') },
        ],
      },
    ],
  })
  router.afterEach((to, from) => {
    document.title = to.meta.title ? `${to.meta.title} · ${t('productLong')}` : t('productLong')
    if (from.matched.length && to.path !== from.path) void nextTick(() => document.getElementById('main')?.focus({ preventScroll: true }))
  })
  return router
}
