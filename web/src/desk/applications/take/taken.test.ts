import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import type { Taken } from './save'
import TakenCard from './TakenCard.vue'

const taken = (over: Partial<Taken>): Taken => ({ kind: 'item', name: '示范仓库', next: 'later', receipt: { id: 'p1', number: 'XM20261121-00001', version: 1, code: '738215', lacking: [] } as never, ...over })
const card = (t: Taken) => mount(TakenCard, { props: { taken: t }, global: { plugins: [createPinia()], stubs: { ElButton: { template: '<button><slot /></button>' } } } })

it('PRJ-07: a registered project shows the number and query code for its owner', () => {
  const said = card(taken({ kind: 'project' })).text()
  for (const x of ['项目已登记', '示范仓库', 'XM20261121-00001', '738215', '登记下一个项目']) expect(said).toContain(x)
})

it('TIME-38: says what was taken before why the rest was refused', () => {
  const problem = new Problem(422, '', '此事项不是当场办结的事项', 'approval.spot')
  const said = card(taken({ next: 'spot', problem })).text()
  expect(said.indexOf('已收件，但“当场办结”没有办成')).toBeGreaterThan(-1)
  expect(said.indexOf('没有办成')).toBeLessThan(said.indexOf('此事项不是当场办结的事项'))
})
