import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import TaskList from './TaskList.vue'

const standing = { light: 'amber', remainingWorkdays: 0, remainingDays: 2, overdueWorkdays: 0, stopped: false, late: false, paused: false, unit: 'day' }
const task = { id: 'a', text: '排查管网', person: '某负责', due: '2026-11-23', standing, mine: true }
const list = (over: object) => mount(TaskList, { props: { tasks: [{ ...task, ...over }] }, global: { stubs: { 'el-button': { template: '<button><slot /></button>' } } } })

it('names who answers for a task and by when, and lets only him mark it as done', async () => {
  const w = list({})
  expect(w.text()).toContain('某负责11月23日前')
  await w.find('button').trigger('click')
  expect(w.emitted('finish')).toEqual([['a', '排查管网']])
  expect(list({ mine: false }).find('button').exists()).toBe(false)
})
it('says how it was done', () => {
  const w = list({ standing: { ...standing, stopped: true, light: 'grey' }, doneAt: '2026-11-21T02:00:00Z', note: '三处漏点已修' })
  expect(w.text()).toContain('11月21日完成：三处漏点已修')
  expect(w.find('button').exists()).toBe(false)
})
