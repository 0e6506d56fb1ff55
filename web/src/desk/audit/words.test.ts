import { describe, expect, it } from 'vitest'
import { actionName, streamOf } from './words'

describe('the name of a stream', () => {
  it.each([
    ['case', '01J', '01J'],
    ['person', 'p1', 'person:p1'],
    ['unmask', '01J', 'unmask:01J'],
    ['policy', 'ignored', 'policy'],
  ] as const)('%s %s is %s', (kind, id, want) => expect(streamOf(kind, id)).toBe(want))
})

it('no action is shown by its code', () => {
  expect(actionName('dispatch')).toBe('派单')
  expect(actionName('something.new')).toBe('其他操作')
})
