import { expect, it, vi } from 'vitest'
import { waves } from './chain'
import { waits } from './data'
import { told } from './told'

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
  const happening = (facts: object) => ({ seq: 1, at: '', action: 'advance', label: '办理进展', who: '系统', from: '', to: '', dept: '', hash: '', facts })
  const j = { record: { parts: [part('licence')] }, timeline: [happening({ item: 'licence', state: 'granted' }), happening({ stage: 'design', state: 'done' }), happening({})] }
  expect(told(j as never).map((h) => h.label)).toEqual(['licence已准予', '设计：已完成', '办理进展'])
})
