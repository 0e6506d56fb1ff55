import { describe, expect, it } from 'vitest'
import { presetPeriod, stepFor } from './period'

const at = Date.parse('2026-11-21T14:00:00+08:00')

describe('presetPeriod', () => {
  it.each([
    ['thisMonth', '2026-11-01', '2026-11-21'],
    ['lastMonth', '2026-10-01', '2026-10-31'],
    ['thisQuarter', '2026-10-01', '2026-11-21'],
    ['thisYear', '2026-01-01', '2026-11-21'],
  ] as const)('%s', (preset, from, to) => expect(presetPeriod(preset, at)).toEqual({ from, to }))
  it('goes back over New Year', () =>
    expect(presetPeriod('lastMonth', Date.parse('2027-01-01T00:30:00+08:00'))).toEqual({ from: '2026-12-01', to: '2026-12-31' }))
})

describe('stepFor', () => {
  it.each([['2026-11-30', 'day'], ['2027-02-01', 'week'], ['2027-10-31', 'month']])('to %s by %s', (to, step) => expect(stepFor({ from: '2026-11-01', to })).toBe(step))
})
