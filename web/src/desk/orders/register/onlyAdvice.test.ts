import { expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import type { Advice } from '../types'
import type { Draft } from './draft'
import { useOnlyAdvice } from './onlyAdvice'

const water = { deptId: 'water', dept: '市水务局', why: '内容含“漏水”' } as Advice
const roads = { deptId: 'roads', dept: '市公路局', why: '内容含“路面”' } as Advice

it('takes the only suggestion when dispatching at once, and says so until another is chosen', async () => {
  const d = ref({ direct: false, assignment: {} } as Draft)
  const suggested = ref<Advice[]>([water])
  const taken = useOnlyAdvice(d, () => suggested.value)
  expect(d.value.assignment.lead).toBeUndefined()
  d.value.direct = true
  await nextTick()
  expect(d.value.assignment.lead).toBe('water')
  expect(taken.value?.dept).toBe('市水务局')
  d.value.assignment.lead = 'parks'
  suggested.value = [roads]
  await nextTick()
  expect(d.value.assignment.lead).toBe('parks')
  expect(taken.value).toBeUndefined()
})

it('leaves the choice open between several', async () => {
  const d = ref({ direct: true, assignment: {} } as Draft)
  useOnlyAdvice(d, () => [water, roads])
  await nextTick()
  expect(d.value.assignment.lead).toBeUndefined()
})
