import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { question, settle } from '@/ui/dialog/confirm'
import CopiesPage from './CopiesPage.vue'

afterEach(() => vi.unstubAllGlobals())

it('HOT-49: takes all copies off the desk that were shown, and none that came since', async () => {
  const sent: unknown[] = []
  const copy = (order: string, at: string) => ({ order, number: order, title: '路灯不亮', dept: '城管局', reason: '签收抄送', at })
  const items = [copy('b', '2026-11-21T02:00:00Z'), copy('a', '2026-11-20T02:00:00Z')]
  vi.stubGlobal('EventSource', class { addEventListener() {} close() {} })
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'POST') sent.push([new URL(request.url).pathname, await request.json()])
    return Response.json(request.url.endsWith('count') ? { count: 312 } : request.method === 'GET' ? { items, next: '' } : {})
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: { render: () => null } }] })
  const w = mount(CopiesPage, { global: { plugins: [router] } })
  await flushPromises()
  expect(w.text()).toContain('未阅312件')
  await w.findAll('button').find((b) => b.text() === '全部已阅')!.trigger('click')
  expect(question.value?.title).toBe('把312件抄送件都设为已阅？')
  settle({ reason: '' })
  await flushPromises()
  expect(sent).toEqual([['/api/copies/read-all', { until: '2026-11-21T02:00:00Z' }]])
  w.unmount()
})
