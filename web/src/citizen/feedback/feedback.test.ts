import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import AnswerLook from './AnswerLook.vue'

afterEach(() => vi.unstubAllGlobals())

const stubs = { 'el-input': true, 'el-button': true }

async function look(answer: object) {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ number: 'FW20260001', text: '导航太长', at: '2026-11-20T02:00:00Z', ...answer }), { headers: { 'Content-Type': 'application/json' } }))
  const w = mount(AnswerLook, { props: { start: { number: 'FW20260001', code: '123456' } }, global: { stubs } })
  await w.find('form').trigger('submit')
  await flushPromises()
  await vi.waitUntil(() => w.find('[role=status]').exists())
  return w.find('[role=status]').text()
}

it('shows the answer with its day', async () => expect(await look({ answer: '已精简导航。', answeredAt: '2026-11-21T02:00:00Z' })).toContain('2026年11月21日答复已精简导航。'))
it('says that there is none yet', async () => expect(await look({})).toContain('还没有答复'))
it('asks for number and code', async () => {
  const w = mount(AnswerLook, { global: { stubs } })
  await w.find('form').trigger('submit')
  expect(w.find('[role=alert]').text()).toContain('编号和查询码')
})
