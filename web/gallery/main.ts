import { ChatDotRound, DataAnalysis, Document, Memo, Phone, Search, Setting } from '@element-plus/icons-vue'
import { createWebHashHistory } from 'vue-router'
import AppRoot from '@/app/AppRoot.vue'
import { start } from '@/app/start'
import type { CitizenFeature } from '@/citizen/feature'
import { citizenRouter } from '@/citizen/router'
import DeskRoot from '@/desk/DeskRoot.vue'
import type { Feature } from '@/desk/feature'
import { deskRouter } from '@/desk/router'
import { me, rulebook } from './data'

// gallery.html?page=citizen shows the citizens' frame; without it the officials'. The API is played here.
const citizen = new URLSearchParams(location.search).get('page') === 'citizen'
document.documentElement.dataset.page = citizen ? 'citizen' : 'desk'
window.fetch = async (input) => {
  const path = new URL((input as Request).url).pathname
  const signedOut = location.hash.startsWith('#/login')
  if (path === '/api/rulebook') return Response.json(rulebook)
  return path === '/api/session'
    ? Response.json(signedOut ? {} : { me })
    : Response.json({ title: '登录失败', detail: '登录名或密码不对。再错3次将锁定15分钟。', code: 'web.login' }, { status: 401 })
}

const parts: Feature = {
  routes: [
    { path: 'orders', component: () => import('./ListPage.vue'), meta: { title: '工单' } },
    { path: 'parts', component: () => import('./PartsPage.vue'), meta: { title: '部件' } },
    { path: 'states', component: () => import('./StatesPage.vue') },
    { path: 'secret', component: () => import('./StatesPage.vue'), meta: { permission: 'secret' } },
    { path: 'search', name: 'search', component: () => import('./ListPage.vue') },
    { path: 'password', name: 'password', component: () => import('@/desk/account/PasswordPage.vue') },
  ],
  nav: [
    { group: 'work', label: '工单', to: '/orders', order: 10, icon: Document },
    { group: 'work', label: '部件', to: '/parts', order: 20, icon: Memo },
    { group: 'insight', label: '统计', to: '/states', order: 10, icon: DataAnalysis },
    { group: 'admin', label: '系统设置', to: '/secret', order: 10, icon: Setting },
    { group: 'admin', label: '无权看见', to: '/no', permission: 'secret', order: 20 },
  ],
}
const services: CitizenFeature = {
  routes: [{ path: 'appeal', component: () => import('./CitizenPage.vue') }],
  tiles: [
    { label: '我要提诉求', note: '咨询、求助、投诉、举报、建议', to: '/appeal', order: 10, main: true, icon: ChatDotRound },
    { label: '查办理进度', note: '凭查询码看办到哪一步', to: '/appeal?x=1', order: 20, main: true, icon: Search },
    { label: '办事指南', note: '要带什么材料、多久办好、收不收费', to: '/guide', order: 30, icon: Document },
    { label: '预约回电', note: '选个方便的时间，我们打给您', to: '/callback', order: 40, icon: Phone },
  ],
}

if (citizen) start(AppRoot, citizenRouter(createWebHashHistory(), [services]))
else start(DeskRoot, deskRouter(createWebHashHistory(), [parts]))
