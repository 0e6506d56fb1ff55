import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { validCredit } from '../../personal/check'
import AnswerForm from './AnswerForm.vue'
import { fault, faulty, given, narrowed, type Field, type Form } from './fields'

const field = (over: Partial<Field>): Field => ({ code: 'x', label: '面积', kind: 'text', ...over })

describe('what is wrong with an answer', () => {
  it.each<[Partial<Field>, unknown, string]>([
    [{ required: true }, '  ', '请填写“面积”'],
    [{ required: true, kind: 'choice' }, undefined, '请选择“面积”'],
    [{ required: true, kind: 'choices' }, [], '请选择“面积”'],
    [{ required: true, kind: 'yes' }, false, ''],
    [{}, '', ''],
    [{ kind: 'number' }, '十', '“面积”应为数字'],
    [{ kind: 'number', min: 10 }, '9', '“面积”不能小于10'],
    [{ kind: 'number', max: 10 }, '10', ''],
    [{ kind: 'money' }, '1.005', '“面积”最多两位小数'],
    [{ max: 2 }, '二百米', '“面积”不能超过2字'],
    [{ min: 2 }, '大', '“面积”不能少于2字'],
    [{ kind: 'phone' }, '1380000', ''],
    [{ kind: 'phone' }, '１９９ 0081 0001', ''],
    [{ kind: 'number', max: 60 }, '６０', ''],
    [{ kind: 'money' }, '26,000,000.50', ''],
    [{ kind: 'phone' }, '138', '“面积”不是有效的电话号码'],
    [{ kind: 'identity' }, '990101199001010010', '“面积”有误，请核对居民身份证号码'],
    [{ kind: 'credit' }, '91990181MA0000000X', '统一社会信用代码有误，请核对18位代码'],
  ])('%j %j', (over, value, said) => expect(fault(field(over), value)).toBe(said))
})

// The first example of GB 32100-2015's own kind: any code with the right check character, and none with a wrong one.
it('knows the check character of a credit code', () => {
  const body = '91990181MA0000000'
  const right = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].filter((c) => validCredit(body + c))
  expect(right).toHaveLength(1)
  expect(validCredit(body.toLowerCase() + right[0])).toBe(true)
  expect(validCredit(body)).toBe(false)
})

const form: Form = {
  groups: [
    { title: '门店', fields: [field({ code: 'area', kind: 'number', required: true }), field({ code: 'seats', label: '座位', when: [{ question: 'kind', values: ['dining'] }] })] },
    { title: '餐饮', fields: [field({ code: 'cook', label: '厨师', when: [{ question: 'kind', values: ['dining'] }] })] },
  ],
}

it('asks only what concerns the applicant, and leaves empty groups out', () => {
  expect(narrowed(form, { kind: 'shop' }).groups.map((g) => g.fields.map((f) => f.code))).toEqual([['area']])
  expect(narrowed(form, { kind: 'dining' }).groups).toHaveLength(2)
})

it('sends numbers as numbers, and nothing that was left open or is not asked', () => {
  expect(given(form, { area: '42.5', seats: ' ', cook: '王', other: 1 })).toEqual({ area: 42.5, cook: '王' })
  expect(faulty(form, { seats: '9' })).toEqual(['area'])
})

it('sends figures as they are meant, however they were typed', () => {
  const whole: Form = { groups: [{ title: '', fields: ['number', 'money', 'phone', 'credit'].map((kind) => field({ code: kind, kind })) }] }
  const typed = { number: '６０', money: '26,000,000.50', phone: '199 0081 0001', credit: '91990081ma0000001m' }
  expect(given(whole, typed)).toEqual({ number: 60, money: 26000000.5, phone: '19900810001', credit: '91990081MA0000001M' })
})

it('says what is missing once it was tried, and the server’s word first', async () => {
  const w = mount(AnswerForm, { props: { form: narrowed(form, {}), modelValue: {} } })
  expect(w.text()).not.toContain('请填写')
  await w.setProps({ tried: true })
  expect(w.find('.wrong').text()).toBe('请填写“面积”')
  await w.setProps({ problem: new Problem(422, '', '', '', [{ name: 'area', message: '“面积”太大' }]) })
  expect(w.find('.wrong').text()).toBe('“面积”太大')
  w.unmount()
})

it('keeps what is written under the code of its field', async () => {
  const answers: Record<string, unknown> = {}
  const w = mount(AnswerForm, { props: { form, modelValue: answers } })
  await w.find('input').setValue('60')
  expect(answers).toEqual({ area: '60' })
  w.unmount()
})
