import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import DeadlineLight from './DeadlineLight.vue'
import { standingShape, standingWords, type Standing } from './standing'

describe('the words of a deadline', () => {
  it.each<[Standing, string, string]>([
    [{ light: 'green', unit: 'workday', remainingWorkdays: 3 }, '剩3个工作日', 'clock'],
    [{ light: 'amber', unit: 'day', remainingDays: 2, remainingWorkdays: 1 }, '剩2天', 'clock'],
    [{ light: 'amber', unit: 'workday', remainingWorkdays: 0 }, '今天到期', 'clock'],
    [{ light: 'amber', unit: 'sameday', remainingWorkdays: 0, remainingDays: 0 }, '今天到期', 'clock'],
    [{ light: 'green', unit: 'sameday', remainingWorkdays: 1, remainingDays: 2 }, '剩2天', 'clock'],
    [{ light: 'red', late: true, overdueWorkdays: 2 }, '超期2个工作日', 'alert'],
    [{ light: 'red', late: true, overdueWorkdays: 0 }, '超期不足1个工作日', 'alert'],
    [{ light: 'grey', paused: true, remainingWorkdays: 4 }, '已暂停', 'pause'],
    [{ light: 'green', stopped: true }, '按时办结', 'check'],
    [{ light: 'red', stopped: true, late: true, overdueWorkdays: 1 }, '超期1个工作日办结', 'alert'],
    [{ light: 'red', stopped: true, late: true }, '超期不足1个工作日办结', 'alert'],
  ])('%j', (standing, words, shape) => {
    expect(standingWords(standing)).toBe(words)
    expect(standingShape(standing)).toBe(shape)
  })

  it('never shows the colour alone', () => {
    const w = mount(DeadlineLight, { props: { standing: { light: 'red', late: true, overdueWorkdays: 2 }, due: '2020-01-02T16:00:00Z' } })
    expect(w.text()).toContain('超期2个工作日')
    expect(w.text()).toContain('2020年1月2日24:00到期')
    expect(w.classes()).toContain('red')
    expect(w.text()).not.toContain('暂定')
  })

  it('says of a day beyond the announced holidays that it may move', () => {
    const w = mount(DeadlineLight, { props: { standing: { light: 'green', unit: 'workday', remainingWorkdays: 3, provisional: true } } })
    expect(w.text()).toContain('暂定')
    expect(w.text()).toContain('放假安排尚未公布')
  })
})
