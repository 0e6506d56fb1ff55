import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { Problem } from '@/api/problem'
import { personalFault, validId, validPhone } from './check'
import MaskedText from './MaskedText.vue'
import PersonalField from './PersonalField.vue'

describe('checks', () => {
  it('knows the check digit of GB 11643', () => {
    // the worked example of the standard
    expect(validId('11010519491231002X')).toBe(true)
    expect(validId('11010519491231002x')).toBe(true)
    expect(validId('110105194912310021')).toBe(false)
    expect(validId('1101051949123100')).toBe(false)
  })
  it.each([['13800000000', true], ['0571-88000000', true], ['057188000000', true], ['12345', false], ['23800000000', false]])('%s: %s', (n, ok) =>
    expect(validPhone(n)).toBe(ok),
  )
  it('asks only for what is required', () => {
    expect(personalFault('phone', '电话', ' ', true)).toBe('请填写电话。')
    expect(personalFault('phone', '电话', '', false)).toBe('')
    expect(personalFault('phone', '电话', '138 0000 0000', true)).toBe('')
  })
})

describe('PersonalField', () => {
  it('complains only after it has been left, and shows what the server found', async () => {
    const w = mount(PersonalField, { props: { kind: 'phone', label: '电话', required: true, modelValue: '123' } })
    expect(w.text()).not.toContain('11位')
    await w.find('input').trigger('focusout')
    expect(w.text()).toContain('11位')
    expect(w.find('input').attributes('aria-invalid')).toBe('true')
    expect(w.find('input').attributes('autocomplete')).toBe('off')
    await w.setProps({ fault: '号码已停机。' })
    expect(w.text()).toContain('号码已停机。')
  })
})

describe('MaskedText', () => {
  afterEach(() => {
    vi.useRealTimers()
    document.body.innerHTML = ''
  })
  const submit = async () => {
    document.body.querySelector('form')!.dispatchEvent(new Event('submit'))
    await nextTick()
  }

  it('shows nothing without a purpose, and masks again by itself', async () => {
    vi.useFakeTimers()
    const reveal = vi.fn(async () => '13800000000')
    const w = mount(MaskedText, { props: { label: '电话', masked: '138****0000', reveal, tel: true, seconds: 60 }, attachTo: document.body })
    await w.find('button').trigger('click')
    await nextTick()
    await submit()
    expect(reveal).not.toHaveBeenCalled()
    expect(document.body.textContent).toContain('请选择或写明目的。')
    const radio = document.body.querySelector<HTMLInputElement>('input[type=radio]')!
    radio.click()
    await nextTick()
    await submit()
    await nextTick()
    expect(reveal).toHaveBeenCalledWith('回访联系')
    expect(w.find('a').attributes('href')).toBe('tel:13800000000')
    vi.advanceTimersByTime(60_000)
    await nextTick()
    expect(w.text()).toContain('138****0000')
    expect(w.html()).not.toContain('13800000000')
    w.unmount()
  })

  it('stays masked when the server refuses', async () => {
    const reveal = async () => Promise.reject(new Problem(403, '无权查看', '您不是本件的承办人。'))
    const w = mount(MaskedText, { props: { label: '电话', masked: '138****0000', reveal }, attachTo: document.body })
    await w.find('button').trigger('click')
    await nextTick()
    document.body.querySelector<HTMLInputElement>('input[type=radio]')!.click()
    await nextTick()
    await submit()
    await flushPromises()
    expect(document.body.textContent).toContain('您不是本件的承办人。')
    w.unmount()
  })

  it('offers nothing to those who may not', () => {
    expect(mount(MaskedText, { props: { label: '姓名', masked: '王*' } }).find('button').exists()).toBe(false)
  })
})
