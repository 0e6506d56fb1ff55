import { expect, it } from 'vitest'
import { actionName, streams, t } from './words'

it('no action is shown by its code', () => {
  expect(actionName('dispatch')).toBe('派单')
  expect(actionName('something.new')).toBe('其他操作')
})

it('every place to look has a name', () => {
  for (const of of streams) expect(t(`of.${of}`)).toMatch(/[\u4e00-\u9fff]/)
})
