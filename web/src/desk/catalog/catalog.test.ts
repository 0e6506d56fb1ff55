import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { lanes, stranded, ways } from './design/layout'
import { pattern } from './design/patterns'
import { forget, keep, kept } from './edit/draft'
import OptionsInput from './edit/OptionsInput.vue'
import { blank, freshCode, moved, valueAt, withValue } from './edit/record'
import { pathOf, sectionOf, sections } from './edit/sections'
import { mine } from './changes/boxes'
import { proposable } from './changes/kinds'
import { countersigned } from './changes/verbs'
import { narrowing, noFilters, question } from './list/filters'
import { lacking } from './item/templates'
import type { Change, Step } from './types'
import { useNews } from './useNews'
import { labelOf } from './words'

const step = (code: string, over: Partial<Step> = {}): Step => ({ code, name: code, kind: 'review', limit: { amount: 0, unit: 'workday' }, ...over })
const plan = (...steps: Step[]) => ({ model: 'full', steps })
const when = [{ question: 'q', values: ['a'] }]

describe('TIME-18: what of a flow leads nowhere', () => {
  it('finds nothing in a straight flow, and in every usual one', () => {
    expect(stranded(plan(step('a'), step('b'), step('c')))).toEqual([])
    for (const model of ['sole', 'review', 'full', 'spot']) expect(stranded(plan(...pattern(model)))).toEqual([])
  })
  it('finds a step that is jumped over and one that only returns', () => {
    expect(stranded(plan(step('a', { then: [{ finding: 'pass', to: 'c' }] }), step('b'), step('c')))).toEqual([1])
    const round = [step('a', { then: [{ finding: 'pass', to: 'b' }] }), step('b', { then: [{ finding: 'pass', to: 'a' }] }), step('c')]
    expect(stranded(plan(...round))).toEqual([0, 1, 2])
  })
  it('begins at the first step that concerns everybody, and passes over those that do not', () => {
    const steps = [step('a', { when }), step('b', { when }), step('c')]
    expect(stranded(plan(...steps))).toEqual([])
    expect(ways(plan(...steps))).toEqual([{ from: 0, to: 1, on: '' }, { from: 0, to: 2, on: '' }, { from: 1, to: 2, on: '' }])
  })
  it('keeps the next step beside a branch for failing only', () => {
    expect(ways(plan(step('a', { then: [{ finding: 'fail', to: 'c' }] }), step('b'), step('c')))).toContainEqual({ from: 0, to: 1, on: '' })
  })
  it('draws ways that overlap in lanes of their own', () => {
    const drawn = lanes([{ from: 0, to: 3, on: '' }, { from: 1, to: 3, on: '' }, { from: 4, to: 6, on: '' }, { from: 0, to: 1, on: '' }])
    expect(drawn.map((w) => [w.from, w.lane])).toEqual([[1, 0], [4, 0], [0, 1]])
  })
})

describe('a record being written', () => {
  it('changes one thing and leaves the rest the very same', () => {
    const r = { ...blank('注册', 'scj'), fees: [{ code: 'a', name: '甲', amount: 1, document: '', basis: '' }] }
    const now = withValue(withValue(r, 'flags.online', true), 'fees[0].amount', 500)
    expect(valueAt(now, 'fees[0].amount')).toBe(500)
    expect(now.flags.online).toBe(true)
    expect(now.plan).toBe(r.plan)
    expect(r.fees[0]!.amount).toBe(1)
  })
  it('gives codes that nothing else has, and moves within bounds', () => {
    expect(freshCode('step', [{ code: 'step3' }, { code: 'x' }])).toBe('step4')
    expect(freshCode('step', [{ code: 'step2' }])).toBe('step3')
    expect(moved([1, 2, 3], 0, 1)).toEqual([2, 1, 3])
    expect(moved([1, 2, 3], 0, -1)).toEqual([1, 2, 3])
  })
  it('shows every finding at its part, and a template’s element where it is written', () => {
    expect(sectionOf('materials[3]')).toBe('materials')
    expect(sectionOf('form.groups[0].fields[1]')).toBe('form')
    expect(sectionOf('feeStandard')).toBe('fees')
    expect(sectionOf('phone')).toBe('basic')
    expect(pathOf('samples')).toBe('materials')
    expect(pathOf('phone')).toBe('phone')
  })
  it('has a name for everything that is written', () => {
    const unnamed = sections.flatMap((s) => [`section.${s.key}`, ...s.specs.flatMap((x) => [x.path, ...(x.columns ?? []).map((c) => `${x.path}.${c.path}`)])]).filter((p) => !labelOf(p))
    expect(unnamed).toEqual([])
  })
  it('keeps the code of an option when its words change, so that what refers to it stays true', async () => {
    const w = mount(OptionsInput, { props: { modelValue: [{ value: 'own', label: '自有' }, { value: 'rent', label: '租用' }] } })
    await w.find('textarea').setValue('自有\n租赁')
    expect(w.emitted('update:modelValue')!.at(-1)).toEqual([[{ label: '自有', value: 'own' }, { label: '租赁', value: 'rent' }]])
    await w.setProps({ modelValue: [{ value: 'own', label: '自有' }, { value: 'rent', label: '租用' }] })
    await w.find('textarea').setValue('租用')
    expect(w.emitted('update:modelValue')!.at(-1)).toEqual([[{ label: '租用', value: 'rent' }]])
    await flushPromises() // the box measures itself once it has settled
    w.unmount()
  })
})

describe('a draft', () => {
  beforeEach(() => localStorage.clear())
  it('is found again only by its person and for the version it was begun from', () => {
    const record = blank('注册', 'scj')
    keep('me', 'c1', { version: 2, record })
    expect(kept('me', 'c1', 2)).toEqual(record)
    expect(kept('me', 'c1', 3)).toBeUndefined()
    expect(kept('you', 'c1', 2)).toBeUndefined()
    forget('me', 'c1')
    expect(kept('me', 'c1', 2)).toBeUndefined()
  })
})

describe('changes', () => {
  it('CAT-10: offers what fits the standing of an item, and nothing while a change is under way', () => {
    expect(proposable({ status: 'published' })).toContain('devolve')
    expect(proposable({ status: 'suspended' })).toContain('resume')
    expect(proposable({ status: 'cancelled' })).toEqual([])
    expect(proposable({ status: 'published', change: 'c1' })).toEqual([])
  })
  it('puts first what is the reader’s turn', () => {
    const may = (...p: string[]) => mine((x) => p.includes(x)).map((b) => b.key)
    expect(may('catalog.edit')).toEqual(['drafting', 'reviewing', 'approving'])
    expect(may('catalog.edit', 'catalog.review', 'catalog.fee.centre')).toEqual(['reviewing', 'approving', 'drafting'])
    expect(may('catalog.fee.finance')).toEqual(['approving'])
  })
  it('ORG-24: counts only the offices that passed it in its present round', () => {
    const said = (body: string, round: number, outcome = 'pass') => ({ body, round, outcome })
    const c = { opinions: [said('finance', 1), said('review', 2), said('price', 2), said('centre', 2, 'return')] } as unknown as Change
    expect([...countersigned(c)]).toEqual(['price'])
  })
})

it('asks for handling items, but for all that hangs on a branch', () => {
  expect(question(noFilters)).toEqual({ tier: 'handling' })
  expect(question({ ...noFilters, parent: 'm1', changing: 'true' })).toEqual({ parent: 'm1', changing: true })
  expect(narrowing(noFilters)).toBe(0)
  expect(narrowing({ ...noFilters, tier: '', q: '许可', types: ['licence'] })).toBe(2)
  expect(question({ ...noFilters, flags: ['online', 'mail'] })).toEqual({ tier: 'handling', flags: ['online', 'mail'] })
})

it('GAP-20: names what a template lacks', () => {
  expect(lacking({ title: '办事指南', elements: [{ key: 'a', label: '依据', text: '法' }, { key: 'b', label: '流程图', text: ' ' }] })).toEqual(['流程图'])
})

describe('news', () => {
  class Source extends EventTarget {
    static one: Source
    onopen = () => {}
    onerror = () => {}
    constructor() {
      super()
      Source.one = this
    }
    close() {}
    say = (topic: string, id: string) => this.dispatchEvent(new MessageEvent(topic, { data: JSON.stringify({ id }) }))
  }
  beforeEach(() => {
    vi.stubGlobal('EventSource', Source)
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('CAT-09: a page reads its change again when somebody has ruled on it, and no other', () => {
    const scope = effectScope()
    const reload = vi.fn()
    scope.run(() => useNews('change', reload, 'c1'))
    Source.one.say('change', 'c2')
    vi.advanceTimersByTime(2000)
    expect(reload).not.toHaveBeenCalled()
    Source.one.say('change', 'c1')
    Source.one.say('change', 'c1')
    vi.advanceTimersByTime(2000)
    expect(reload).toHaveBeenCalledOnce()
    scope.stop()
  })
})
