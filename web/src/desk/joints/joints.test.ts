import { expect, it } from 'vitest'
import { waves } from './chain'
import { waits } from './data'

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
