import { readFileSync } from 'node:fs'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import OrderPick from '../orders/verbs/OrderPick.vue'
import { accountable } from './accountable'

afterEach(() => vi.unstubAllGlobals())

// The states from which the entry can be made, from the drawing that is made of the code.
const drawn = readFileSync('../docs/flows/hotline.order.md', 'utf8')
const from = /^\| `account` \| [^|]+\| ([^|]+) \|/m.exec(drawn)![1]!.trim().split('、')
const label = (state: string) => new RegExp(`^  ${state} : (.+)$`, 'm').exec(drawn)?.[1]

it('HOT-35: offers the orders over which an entry can be made, and no others', () => {
  expect(accountable.map(label)).toEqual(from)
})

it('HOT-35: finds orders in the states asked for only', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(decodeURIComponent(request.url))
    return new Response('{"items":[]}', { headers: { 'Content-Type': 'application/json' } })
  })
  const w = mount(OrderPick, { props: { label: '所涉工单', states: accountable } })
  w.getComponent({ name: 'ElSelect' }).props('remoteMethod')('路灯')
  await flushPromises()
  expect(asked).toHaveLength(1)
  expect(asked[0]).toContain(`states=${accountable.join(',')}`)
})
