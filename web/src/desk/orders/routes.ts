import { Bell, Calendar, Document, EditPen, List } from '@element-plus/icons-vue'
import type { Feature } from '../feature'
import { t } from './words'

const nothing = { render: () => null }
const view = { permission: 'order.view' }

export default {
  routes: [
    { path: 'work', name: 'work', component: () => import('../HomePage.vue'), meta: { title: t('home') } },
    {
      path: 'worklist',
      component: () => import('./list/WorklistPage.vue'),
      props: (route) => ({ box: route.params.box }),
      meta: { ...view, title: t('worklist') },
      // One page for all boxes; as its children they keep its entry of the navigation lit.
      children: [{ path: '', name: 'worklist', component: nothing }, { path: ':box', component: nothing }],
    },
    { path: 'orders', name: 'orders', component: () => import('./list/OrdersPage.vue'), meta: { ...view, title: t('allOrders') } },
    { path: 'orders/new', name: 'register', component: () => import('./register/RegisterPage.vue'), meta: { permission: 'order.register', title: t('register') } },
    { path: 'orders/:id', name: 'order', component: () => import('./page/OrderPage.vue'), props: true, meta: { ...view, title: t('order') } },
    { path: 'copies', name: 'copies', component: () => import('./copies/CopiesPage.vue'), meta: { permission: 'order.supervise', title: t('copies') } },
    // The search box of the frame leads to the list of all orders.
    { path: 'search', name: 'search', redirect: (to) => ({ name: 'orders', query: { q: to.query.q } }) },
  ],
  nav: [
    { group: 'work', label: t('home'), to: '/work', permission: ['order.view', 'application.view'], order: 10, icon: Calendar },
    { group: 'work', label: t('worklist'), to: '/worklist', permission: 'order.view', order: 20, icon: List },
    { group: 'work', label: t('register'), to: '/orders/new', permission: 'order.register', order: 30, icon: EditPen },
    { group: 'work', label: t('allOrders'), to: '/orders', permission: 'order.view', order: 40, icon: Document },
    { group: 'work', label: t('copies'), to: '/copies', permission: 'order.supervise', order: 50, icon: Bell },
  ],
} satisfies Feature
