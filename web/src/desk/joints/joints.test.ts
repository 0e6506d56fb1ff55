import { expect, it, vi } from 'vitest'
import { waves } from './chain'
import { waits } from './data'
import { told } from './told'
import { offers } from './verbs'

vi.mock('./data', async (real) => ({ ...(await real<object>()), named: (_: string, key: string) => ({ granted: '已准予', done: '已完成', design: '设计' })[key] ?? '' }))

const part = (item: string, ...after: string[]) => ({ item, itemVersion: 1, name: item, state: 'waiting', after })

it('puts what can run at once side by side, and is as long as the longest chain', () => {
  const found = waves([part('licence', 'name'), part('name'), part('seal', 'licence'), part('tax', 'name'), part('done', 'seal', 'tax')])
  expect(found.map((w) => w.map((p) => p.item))).toEqual([['name'], ['licence', 'tax'], ['seal'], ['done']])
})
it('does not wait for what is not asked', () => expect(waves([part('seal', 'absent')])).toHaveLength(1))

it('PRJ-08: a permit is early while what it waits for is not granted', () => {
  const record = { parts: [{ ...part('land'), state: 'granted' }, part('plan'), part('build', 'land', 'plan', 'absent')] }
  expect(waits({ record } as never, 'build')).toEqual(['plan'])
  expect(waits({ record } as never, 'plan')).toEqual([])
})

it('tells which part came how far', () => {
  const happening = (action: string, facts: object) => ({ seq: 1, at: '', action, label: '办理进展', who: '系统', from: '', to: '', dept: '', hash: '', facts })
  const j = {
    record: { parts: [part('licence')] },
    timeline: [
      happening('advance', { item: 'licence', state: 'granted' }), happening('set_stage', { stage: 'design', state: 'done' }), happening('finish', {}), happening('apply_permit', { item: 'licence' }),
      happening('pause_joint', { item: 'licence', why: '补正材料' }), { ...happening('urge_member', { item: 'licence' }), label: '催办成员部门' },
    ],
  }
  expect(told(j as never).map((h) => h.label)).toEqual(['licence已准予', '设计：已完成', '办理进展', '申报licence', 'licence补正材料，暂停计时', '催办成员部门：licence'])
})

it('APP-21: only a part that is late can be held to account, and one that is under way urged', () => {
  const parts = [{ ...part('licence'), state: 'open' }, part('seal')]
  const j = (late: boolean) => ({ state: 'together', record: { parts }, members: [{ item: 'licence', dept: '市场监督管理局', late }, { item: 'seal', dept: '公安局' }], actions: [{ name: 'urge_member', label: '催办成员部门' }, { name: 'hold_member', label: '督办问责' }] }) as never
  const names = (late: boolean) => Object.values(offers(j(late))).flat().map((o) => o.name)
  expect(names(false)).toEqual(['urge_member'])
  expect(names(true)).toEqual(['urge_member', 'hold_member'])
})
