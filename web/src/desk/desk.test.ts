import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, RouterView } from 'vue-router'
import { api, send } from '@/api/client'
import type { Feature } from './feature'
import { navigation } from './nav'
import { deskRouter } from './router'
import { safeReturn } from './safeReturn'
import { useSession, type Me } from './session'

const page = { template: '<i/>' }
const features: Feature[] = [
  {
    routes: [{ path: 'orders', component: page, meta: { permission: 'hotline.read', title: '工单' } }],
    nav: [
      { group: 'admin', label: '日历', to: '/calendar', permission: 'calendar.edit', order: 10 },
      { group: 'work', label: '工单', to: '/orders', permission: 'hotline.read', order: 20 },
      { group: 'work', label: '待办', to: '/worklist', permission: 'hotline.read', order: 10 },
      { group: 'work', label: '计算器', to: '/deadline', order: 5 },
    ],
  },
  { routes: [{ path: 'password', name: 'password', component: page }] },
]
const me: Me = {
  id: 'u1', name: '坐席一', login: 'seat1', post: '话务员', department: { id: 'd1', name: '热线中心', path: '/1/' }, roles: [],
  permissions: ['hotline.read'], mustChangePassword: false,
}

/** A server that knows one session or none. */
function server(state: { me?: Me; password?: string }) {
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname
    const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
    if (path === '/api/login') state.me = me
    if (path === '/api/session') return json(200, { me: state.me })
    return state.me ? json(200, state.me) : json(401, { detail: '请先登录。' })
  })
}

beforeEach(() => setActivePinia(createPinia()))
afterEach(() => vi.unstubAllGlobals())

describe('navigation', () => {
  it('shows only what the person may do, in order', () => {
    const nav = navigation(features, (p) => p === 'hotline.read')
    expect(nav.map((g) => [g.group, g.entries.map((e) => e.label)])).toEqual([['work', ['计算器', '待办', '工单']]])
  })
})

describe('the way in', () => {
  it('leads to the sign-in and keeps the address', async () => {
    server({})
    const router = deskRouter(createMemoryHistory(), features)
    await router.push('/orders?q=噪声')
    expect(router.currentRoute.value.name).toBe('login')
    expect(router.currentRoute.value.query.to).toBe('/orders?q=噪声')
  })
  it('says that the server is away, and goes on where one wanted to go', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')))
    const router = deskRouter(createMemoryHistory(), features)
    await router.push('/orders')
    expect(router.currentRoute.value.name).toBe('unreachable')
    server({ me })
    const w = mount(RouterView, { global: { plugins: [router] } })
    await w.find('button').trigger('click')
    await flushPromises()
    await vi.waitUntil(() => router.currentRoute.value.path === '/orders', 15_000)
  })
  it('starts at the first thing that the post is there for', async () => {
    server({ me })
    const router = deskRouter(createMemoryHistory(), features)
    await router.push('/')
    expect(router.currentRoute.value.path).toBe('/worklist')
  })
  it('insists on a new password first', async () => {
    server({ me: { ...me, mustChangePassword: true } })
    const router = deskRouter(createMemoryHistory(), features)
    await router.push('/orders')
    expect(router.currentRoute.value.name).toBe('password')
  })
  it.each([
    ['/orders?a=1', '/orders?a=1'], ['//evil.example', '/'], ['/\\evil.example', '/'], ['https://evil.example', '/'], [undefined, '/'],
  ])('returns only within the application: %s', (to, want) => expect(safeReturn(to)).toBe(want))
})

describe('session', () => {
  it('asks to sign in again when it ends under an open page, and goes on after', async () => {
    const state: { me?: Me } = { me }
    server(state)
    const session = useSession()
    await session.load()
    state.me = undefined
    await send(api.POST('/api/logout')).catch(() => {})
    expect(session.ended).toBe(true)
    expect(session.me?.login).toBe('seat1')
    await session.login('seat1', 'x')
    await flushPromises()
    expect(session.ended).toBe(false)
    expect(session.may('hotline.read')).toBe(true)
    expect(session.may('calendar.edit')).toBe(false)
  })
})
