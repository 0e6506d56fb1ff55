import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { useUrlState } from './urlState'

async function page(at: string) {
  let state!: { q: string; size: number; status: string[] }
  const Page = defineComponent(() => {
    state = useUrlState({ q: '', size: 50, status: ['open'] })
    return () => h('i')
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/list', component: Page }] })
  await router.push(at)
  mount(RouterView, { global: { plugins: [router] } })
  await flushPromises()
  return { state, router }
}

describe('useUrlState', () => {
  it('reads the address and falls back to the defaults', async () => {
    expect({ ...(await page('/list?q=噪声&size=x')).state }).toEqual({ q: '噪声', size: 50, status: ['open'] })
    expect((await page('/list?status=a&status=b&size=20')).state).toMatchObject({ size: 20, status: ['a', 'b'] })
  })
  it('writes only what differs, and keeps what is not its own', async () => {
    const { state, router } = await page('/list?tab=2&q=x')
    state.q = ''
    state.status.push('late')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ tab: '2', status: ['open', 'late'] })
  })
  it('tells an emptied choice from the default one', async () => {
    const { state, router } = await page('/list')
    state.status = []
    await flushPromises()
    expect(router.currentRoute.value.fullPath).toBe('/list?status=')
    expect((await page('/list?status=')).state.status).toEqual([])
  })
  it('follows the back button', async () => {
    const { state, router } = await page('/list?q=a')
    await router.push('/list?q=b')
    await flushPromises()
    expect(state.q).toBe('b')
    router.back()
    await flushPromises()
    expect(state.q).toBe('a')
  })
})
