import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import NoticeBell from './NoticeBell.vue'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('HOT-51: counts what the reader was told as soon as the server says that there is news', async () => {
  let unread = 0
  let live: EventTarget | undefined
  vi.stubGlobal('EventSource', class extends EventTarget {
    constructor() {
      super()
      live = this
    }
    close() {}
  })
  vi.stubGlobal('fetch', async () => Response.json({ count: unread }))
  vi.useFakeTimers()
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/work', name: 'work', component: { render: () => null } }] })
  const w = mount(NoticeBell, { global: { plugins: [router] } })
  await flushPromises()
  const said = () => w.find('a').attributes('aria-label')
  expect(said()).toBe('通知')
  unread = 2
  live!.dispatchEvent(new MessageEvent('notice', { data: '{"id":"n"}' }))
  await vi.advanceTimersByTimeAsync(1000)
  expect([said(), w.text()]).toEqual(['通知，2条未读', '2'])
  w.unmount()
})
