import { expect, it } from 'vitest'
import { pageOf } from './words'

it('leads from a message to what it is about, where the reader may open it', () => {
  const may = (permission: string) => permission === 'application.view'
  expect(['hotline.alert', 'approval.alert'].map((topic) => pageOf(topic, 'a', may))).toEqual([undefined, '/applications/a'])
  expect(['hotline.filing', 'approval.alert'].map((topic) => pageOf(topic, 'a', () => true))).toEqual(['/orders/a', '/applications/a'])
  expect(pageOf('hotline.alert', '', () => true)).toBeUndefined()
})
