import { mount, RouterLinkStub } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { followAppearance, size, theme } from './appearance'
import AppearanceSwitch from './AppearanceSwitch.vue'
import EventTimeline from './EventTimeline.vue'
import { learnTime, now } from './now'

vi.mock('./rule/book', () => ({ readBook: () => {}, rulesOf: (id: string) => [{ id, text: '及时签收' }] }))

describe('EventTimeline', () => {
  const w = mount(EventTimeline, {
    props: {
      events: [
        {
          id: '1', at: '2020-11-19T01:12:00Z', actor: '住建局 承办员甲', onBehalf: '科长乙', action: '签收', text: '已联系来电人。',
          authority: 'HOT-12', evidence: [{ label: '照片.jpg', to: '/files/1' }],
        },
      ],
    },
    global: { stubs: { RouterLink: RouterLinkStub } },
  })
  it.each(['签收', '住建局 承办员甲', '代科长乙', '2020年11月19日 09:12', '依据：及时签收 HOT-12', '照片.jpg'])('says who, when, on whose authority: %s', (part) =>
    expect(w.text()).toContain(part),
  )
  it('says that nothing has been done', () => expect(mount(EventTimeline, { props: { events: [] }, global: { stubs: { RouterLink: RouterLinkStub } } }).text()).toBe('还没有办理记录'))
})

describe('appearance', () => {
  afterEach(() => {
    size.value = 'normal'
    theme.value = 'auto'
  })
  it('is remembered under the keys that boot.js reads, and applied at once', async () => {
    followAppearance()
    const w = mount(AppearanceSwitch)
    await w.find('button').trigger('click')
    await w.find('select').setValue('dark')
    await nextTick()
    expect({ ...document.documentElement.dataset }).toMatchObject({ size: 'large', theme: 'dark' })
    expect([localStorage.getItem('huying.size'), localStorage.getItem('huying.theme')]).toEqual(['large', 'dark'])
    expect(w.find('button').attributes('aria-pressed')).toBe('true')
  })
})

describe('the time', () => {
  afterEach(() => learnTime(new Date().toUTCString()))
  it('is the server’s when the computer is more than a minute off', () => {
    learnTime(new Date(Date.now() + 600_000).toUTCString())
    expect(now() - Date.now()).toBeGreaterThan(590_000)
    learnTime(new Date(Date.now() + 5_000).toUTCString())
    expect(Math.abs(now() - Date.now())).toBeLessThan(50)
    learnTime(null)
    learnTime('nonsense')
    expect(Math.abs(now() - Date.now())).toBeLessThan(50)
  })
})
