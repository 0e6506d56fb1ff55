import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, expect, it, vi } from 'vitest'
import type { Values, Verb } from '../../case/verb'
import { order } from '../sample'
import { act, type Answers } from '../verbCalls'
import VerbDialog from '../../case/VerbDialog.vue'
import { verbs } from './verbs'

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

afterEach(() => vi.unstubAllGlobals())

/** The dialog for an answer to the citizen, filled in; `reply` is what the server says to it. */
async function filled(reply: () => Response) {
  const sent: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return answer(200, request.url.endsWith('directory') ? { regions: [], departments: [] } : {})
    sent.push(await request.json())
    return reply()
  })
  const o = order()
  const w = mount(VerbDialog, {
    props: {
      offer: { name: 'note', label: '内部备注', verb: verbs.note! as Verb<unknown> }, subject: o, title: o.title, now: o.stateLabel, target: o, allowed: true, values: { text: '电话已核实' },
      act: (_: unknown, to: { id: string; version: number }, given: Values) => act(to.id, 'note', to.version, given as Answers<'note'>),
      'onUpdate:values': () => {},
    },
    global: { plugins: [createPinia()], stubs: { teleport: true } },
    attachTo: document.body,
  })
  await flushPromises()
  await w.find('form').trigger('submit')
  await flushPromises()
  return { w, sent }
}

it('tells who was first, keeps what was typed, and sends it again in the new version', async () => {
  let late = true
  const { w, sent } = await filled(() => (late ? answer(409, { detail: '李四已于14:30先行“签收”。', code: 'case.stale' }) : answer(200, { id: 'o1', version: 5 })))
  expect(w.text()).toContain('李四已于14:30先行“签收”。')
  await w.find('[role=alert] button').trigger('click')
  expect(w.emitted('reload')).toHaveLength(1)
  late = false
  const fresh = order({ version: 4 })
  await w.setProps({ subject: fresh, target: fresh })
  expect(w.text()).not.toContain('李四')
  expect(w.find('textarea').element.value).toBe('电话已核实')
  await w.find('form').trigger('submit')
  await flushPromises()
  expect(sent).toEqual([{ version: 3, text: '电话已核实' }, { version: 4, text: '电话已核实' }])
  expect(w.emitted('done')).toHaveLength(1)
  w.unmount()
})

it('says what is wrong beside the field it is wrong in', async () => {
  const { w } = await filled(() => answer(422, { title: '填写有误', detail: '请填写备注内容。', errors: [{ name: 'text', message: '不能为空' }] }))
  expect(w.find('.field .wrong').text()).toBe('不能为空')
  expect(w.text()).not.toContain('填写有误')
  expect(w.emitted('done')).toBeUndefined()
  w.unmount()
})

it('Ctrl+Enter submits from outside of the form too, as from the list of a choice', async () => {
  const { w, sent } = await filled(() => answer(200, { id: 'o1', version: 4 }))
  const press = (target: EventTarget) => target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }))
  press(document.body)
  await flushPromises()
  expect(sent).toHaveLength(2)
  w.unmount()
  press(document.body)
  await flushPromises()
  expect(sent).toHaveLength(2)
})
