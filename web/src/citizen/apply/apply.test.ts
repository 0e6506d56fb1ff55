import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { given, type Answers, type Field, type Form } from '@/ui/form/answers/fields'
import AnswerForm from '@/ui/form/answers/AnswerForm.vue'
import type { Guide } from '../matters/data'
import { wrap } from './pledge'
import { spoken } from './spoken'
import { ofGuide } from './subject'

const kinds = ['text', 'passage', 'number', 'money', 'day', 'choice', 'choices', 'yes', 'name', 'phone', 'identity', 'credit', 'address']
const field = (kind: string, n = 0): Field => ({
  code: `${kind}${n}`, label: `问${kind}`, kind, help: `帮助${kind}`, required: true,
  options: kind.startsWith('choice') ? [{ value: 'a', label: '甲' }, { value: 'b', label: '乙' }] : undefined,
})

describe('a form', () => {
  it.each(kinds)('asks for %s with a control, a label and help in plain words', (kind) => {
    const w = mount(AnswerForm, { props: { form: { groups: [{ title: '组', fields: [field(kind)] }] }, modelValue: {} } })
    expect(w.text()).toContain(`问${kind}`)
    expect(w.text()).toContain(`帮助${kind}`)
    expect(w.findAll('input, textarea, select').length).toBeGreaterThan(0)
    w.unmount()
  })

  // However many fields are hidden, and whatever stands in them.
  it('never sends what it does not ask', () => {
    const filled: Record<string, unknown> = { number: '1', money: '1.50', choices: ['a'], yes: false }
    for (let mask = 0; mask < 2 ** 10; mask += 7) {
      const shown = kinds.filter((_, i) => mask & (1 << i % 10))
      const form: Form = { groups: [{ title: '组', fields: shown.map((k) => field(k)) }] }
      const answers: Answers = Object.fromEntries(kinds.map((k) => [`${k}0`, filled[k] ?? 'a']))
      expect(Object.keys(given(form, answers)).sort()).toEqual(shown.map((k) => `${k}0`).sort())
    }
  })
})

describe('an answer read over', () => {
  it.each<[Partial<Field>, unknown, string]>([
    [{ kind: 'choice', options: field('choice').options }, 'b', '乙'],
    [{ kind: 'choices', options: field('choice').options }, ['a', 'b'], '甲、乙'],
    [{ kind: 'yes' }, false, '否'],
    [{ kind: 'number', unit: '平方米' }, '60', '60平方米'],
    [{ kind: 'money' }, '9.50', '9.50元'],
    [{ kind: 'text' }, ' ', '未填'],
    [{ kind: 'choices' }, [], '未填'],
  ])('%j %j is %s', (over, answer, said) => expect(spoken({ ...field('text'), options: undefined, ...over }, answer)).toBe(said))
})

describe('what is applied for', () => {
  const g = { id: 'x', name: '事项', questions: [], form: { groups: [] }, materials: [], pledge: ['符合条件：有场所'], mail: true, online: true, status: 'published' }
  it('offers a commitment only where the item does (APP-14)', () => {
    expect(ofGuide(g as unknown as Guide).terms).toEqual(['符合条件：有场所'])
    expect(ofGuide({ ...g, pledge: [] } as unknown as Guide).terms).toEqual([])
  })
  it.each([[{ online: false }], [{ status: 'suspended' }]])('cannot be applied for online when %j', (over) => expect(ofGuide({ ...g, ...over } as unknown as Guide).open).toBe(false))
})

it('breaks the lines of a letter where the paper ends, and loses nothing', () => {
  const text = '承诺已经符合以上全部条件，愿意接受核查。'
  for (const width of [1, 3, 7, 20, 100]) {
    const lines = wrap(text, width, (l) => l.length)
    expect(lines.join('')).toBe(text)
    expect(Math.max(...lines.map((l) => l.length))).toBeLessThanOrEqual(width)
  }
})
