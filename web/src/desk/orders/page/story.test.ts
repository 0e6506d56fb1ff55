import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { toasts } from '@/ui/state/toast'
import { order } from '../sample'
import type { Order } from '../types'
import OrderPage from './OrderPage.vue'

beforeEach(() => {
  toasts.length = 0
  vi.stubGlobal('EventSource', class { addEventListener() {} close() {} })
})
afterEach(() => vi.unstubAllGlobals())

/** The page of an order, opened at an address of its own. */
async function open(o: Order, query = '') {
  vi.stubGlobal('fetch', async (request: Request) => Response.json(request.url.endsWith('/o1') ? o : request.url.endsWith('attachments') ? [] : request.url.endsWith('directory') ? { regions: [], departments: [] } : {}))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/orders/:id', component: OrderPage, props: true }] })
  await router.push(`/orders/o1${query}`)
  const w = mount({ template: '<router-view />' }, { global: { plugins: [router, createPinia()], stubs: { teleport: true } } })
  await flushPromises()
  return { w, router }
}

const act = (name: string, label: string) => ({ name, label })

it('HOT-72: an assisting department sees its own part, with what it may do, before everything else', async () => {
  const task = (id: string, dept: string, actions: { name: string; label: string }[]) => ({ id, number: id, version: 1, dept, state: 'assigned', stateLabel: '待签收', due: '2026-11-24T16:00:00Z', standing: { light: 'green' as const }, actions })
  const { w } = await open(order({ tasks: [task('x1', '公安局', []), task('x2', '城管局', [act('sign', '签收')])] }))
  const titles = w.findAll('h2').map((h) => h.text())
  expect(titles[0]).toBe('本部门的协办任务')
  expect(w.find('section').text()).toMatch(/城管局.*签收/)
  expect(w.find('section').text()).not.toContain('公安局')
  expect(titles.filter((x) => x === '协办部门')).toHaveLength(1)
  w.unmount()
})

it.each([
  ['opens the dialog of the step that it was led to', [act('note', '内部备注')], '内部备注', 0],
  ['says so when that step cannot be taken', [act('attach', '添加附件')], '', 1],
])('%s', async (_, actions, dialog, said) => {
  const { w, router } = await open(order({ actions }), '?do=note')
  expect([w.find('.el-dialog__title').exists() ? w.find('.el-dialog__title').text() : '', toasts.length]).toEqual([dialog, said])
  expect(router.currentRoute.value.query).toEqual({})
  w.unmount()
})
