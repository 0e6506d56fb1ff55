import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import CommandBar from './CommandBar.vue'
import { onPageKey, switchKeys, useShortcuts } from './shortcuts'

const press = (key: string, on: HTMLElement = document.body, more: KeyboardEventInit = {}) =>
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))

describe('shortcuts', () => {
  const scope = effectScope()
  const help = vi.fn()
  const work = vi.fn()
  beforeEach(() => {
    vi.useFakeTimers()
    document.addEventListener('keydown', onPageKey)
    scope.run(() => useShortcuts([{ keys: '?', label: '帮助', run: help }, { keys: 'g w', label: '待办', run: work }]))
  })
  afterEach(() => {
    document.removeEventListener('keydown', onPageKey)
    vi.useRealTimers()
    vi.clearAllMocks()
    switchKeys(true)
    document.body.innerHTML = ''
  })

  it('runs one key, and two in a row but not too late', () => {
    press('?')
    expect(help).toHaveBeenCalledOnce()
    press('g')
    press('w')
    expect(work).toHaveBeenCalledOnce()
    press('g')
    vi.advanceTimersByTime(1500)
    press('w')
    expect(work).toHaveBeenCalledOnce()
  })
  it('stays out of the way of typing, input methods and the browser', () => {
    const input = document.body.appendChild(document.createElement('input'))
    press('?', input)
    press('?', document.body, { ctrlKey: true })
    press('?', document.body, { isComposing: true })
    switchKeys(false)
    press('?')
    expect(help).not.toHaveBeenCalled()
  })
})

describe('CommandBar', () => {
  it('finds by parts, moves with the arrows and runs', async () => {
    const run = vi.fn()
    const commands = ['我的待办', '待签收', '统计'].map((label, i) => ({ id: `${i}`, label, group: '工单', run: () => run(label) }))
    const w = mount(CommandBar, { props: { modelValue: true, commands }, attachTo: document.body })
    await nextTick()
    await nextTick()
    const input = document.body.querySelector('input')!
    input.value = '待'
    input.dispatchEvent(new Event('input'))
    await nextTick()
    expect([...document.body.querySelectorAll('[role=option]')].map((o) => o.querySelector('span')!.textContent)).toEqual(['我的待办', '待签收'])
    press('ArrowDown', input)
    press('Enter', input)
    expect(run).toHaveBeenCalledWith('待签收')
    expect(w.emitted('update:modelValue')!.at(-1)).toEqual([false])
    w.unmount()
  })
})
