import { describe, expect, it } from 'vitest'
import { dayOf, emptyYear, missingIn, monthsOf, withoutBlanks, workdaysOf, type Year } from './year'

const plan: Year = {
  year: 2026,
  notice: { title: '通知', published: '2025-11-04' },
  off: [{ from: '2026-10-01', to: '2026-10-07', name: '国庆节' }],
  work: [{ date: '2026-10-10', name: '国庆节' }],
}

describe('dayOf', () => {
  it.each([
    ['2026-10-01', 'holiday', '国庆节'],
    ['2026-10-07', 'holiday', '国庆节'],
    ['2026-10-08', 'workday', ''],
    ['2026-10-10', 'makeup', '国庆节'],
    ['2026-10-11', 'weekend', ''],
  ])('%s is a %s', (date, kind, name) => expect(dayOf(date, plan)).toEqual({ kind, name }))
  it('goes by the week alone in a year not yet announced', () => expect(dayOf('2026-10-01').kind).toBe('workday'))
})

describe('monthsOf', () => {
  const months = monthsOf(2026, plan)
  it('has every day of the year once', () => {
    const dates = months.flatMap((m) => m.days.map((d) => d.date))
    expect([dates.length, new Set(dates).size, dates[0], dates[364]]).toEqual([365, 365, '2026-01-01', '2026-12-31'])
    expect(monthsOf(2028).flatMap((m) => m.days)).toHaveLength(366)
  })
  it('begins weeks on Monday', () => expect(months[10]!.lead).toBe(6)) // 1 November 2026 is a Sunday
  it('counts working days', () => expect(workdaysOf(months)).toBe(261 - 5 + 1))
})

describe('missingIn', () => {
  it('asks for the notice, then the days', () => {
    expect(missingIn(emptyYear(2027))).toEqual({ key: 'noticeNeeded' })
    expect(missingIn({ ...plan, off: [] })).toEqual({ key: 'offNeeded' })
    expect(missingIn(plan)).toBeUndefined()
  })
  it('names the row that is half filled in and passes over blank ones', () => {
    const blank = { from: '', to: '', name: ' ' }
    expect(missingIn({ ...plan, off: [blank, ...plan.off, { from: '2026-05-01', to: '', name: '劳动节' }] })).toEqual({ key: 'offRow', row: plan.off.length + 2 })
    expect(missingIn({ ...plan, work: [{ date: '', name: '' }, { date: '', name: 'x' }] })).toEqual({ key: 'workRow', row: 2 })
    const spaced = { ...plan, off: [...plan.off, blank], work: [{ date: '', name: '' }, ...plan.work] }
    expect(missingIn(spaced)).toBeUndefined()
    expect(withoutBlanks(spaced)).toEqual(plan)
  })
})
