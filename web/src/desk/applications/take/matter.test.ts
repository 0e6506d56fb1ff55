import { afterEach, expect, it, vi } from 'vitest'
import { calls } from '../calls'
import { readMatter } from './matter'

afterEach(() => vi.restoreAllMocks())

it('TIME-38: an instant item with steps of its own is not offered to be decided at the window', async () => {
  const guide = { name: '不动产抵押权登记', class: 'instant', onSpot: false, questions: [], materials: [], tolerance: false, pledge: [] }
  vi.spyOn(calls, 'guide').mockResolvedValue(guide as never)
  vi.spyOn(calls, 'form').mockResolvedValue({ form: { groups: [] } } as never)
  expect((await readMatter('item', 'i', {})).instant).toBe(false)
})
