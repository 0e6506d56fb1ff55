import { describe, expect, it } from 'vitest'
import { beginning, monthOf, shifted, span } from './month'

describe('monthOf', () => {
  it('has its days, in weeks from Monday', () => expect(monthOf('2026-11')).toMatchObject({ first: '2026-11-01', last: '2026-11-30', lead: 6 }))
  it('knows leap years', () => expect(monthOf('2028-02').days).toHaveLength(29))
})

it.each([['2026-11', 1, '2026-12'], ['2026-12', 1, '2027-01'], ['2026-01', -1, '2025-12']])('%s and %d months', (m, by, want) => expect(shifted(m, by)).toBe(want))

describe('span', () => {
  it.each([
    ['2026-11-21T09:30:00Z', '2026-11-21T14:00:00Z', '17:30—22:00'],
    ['2026-11-21T14:00:00Z', '2026-11-22T01:00:00Z', '22:00—11月22日09:00'],
    ['2026-11-21T09:30:00Z', '2026-11-21T16:00:00Z', '17:30—24:00'],
  ])('%s to %s is %s', (from, to, want) => expect(span(from, to)).toBe(want))
})

it('a turn stands on the day in China on which it begins', () => {
  const shift = { id: 's', department: 'd', kind: 'night', from: '2026-11-20T16:30:00Z', to: '2026-11-21T01:00:00Z', person: '', leader: '', standby: [] }
  expect(beginning([shift], '2026-11-21')).toEqual([shift])
  expect(beginning([shift], '2026-11-20')).toEqual([])
  const lead = { ...shift, id: 'l', kind: 'lead' }
  expect(beginning([lead, shift], '2026-11-21')).toEqual([shift, lead])
})
