import { describe, expect, it } from 'vitest'
import { order } from '../orders/sample'
import { kept, lacks } from './missed'
import { periodBefore } from './period'
import { figureOf, listBehind, narrowed, rateWords, tiedPlaces, unitsBehind } from './figures'

const scope = { from: '2026-11-01', to: '2026-11-21', dept: '', region: '', kind: '' }

describe('rateWords', () => {
  it.each([[97.346, '97.35%'], [100, '100.00%'], [0, '0.00%'], [null, '—']])('%s is %s', (rate, want) => expect(rateWords(rate)).toBe(want))
})

describe('the list behind a figure', () => {
  it('keeps what narrows the figure and drops what does not', () =>
    expect(listBehind({ ...scope, dept: 'd1' }, { figure: 'closing', part: 'rest' })).toEqual({
      name: 'stats-list', query: { from: '2026-11-01', to: '2026-11-21', dept: 'd1', figure: 'closing', part: 'rest' },
    }))
  it('of the online rate are the units with their days', () =>
    expect(unitsBehind(scope, 'dept', 'rest')).toEqual({ name: 'stats-units', query: { from: '2026-11-01', to: '2026-11-21', by: 'dept', part: 'rest' } }))
  it('is of one line only', () => {
    expect(narrowed(scope, 'dept', 'd2').dept).toBe('d2')
    expect(narrowed(scope, 'region', 'r2')).toMatchObject({ dept: '', region: 'r2' })
    expect(narrowed(scope, 'dept', '')).toEqual(scope)
  })
})

it('a figure that is not there has no rate', () => expect(figureOf({ figures: [] }, 'closing').rate).toBeNull())

describe('how a limit was kept', () => {
  const now = '2026-11-21T02:00:00Z'
  const due = '2026-11-18T16:00:00Z'
  const row = (over: object, standing = {}) => order({ due, standing: { light: 'red', ...standing }, ...over })
  it.each([
    [row({ met: '2026-11-20T02:00:00Z' }, { stopped: true, late: true, overdueWorkdays: 2 }), ['11月18日24:00', '昨天10:00', '超期2个工作日完成']],
    [row({ met: '2026-11-18T19:30:00Z' }, { stopped: true, late: true }), ['11月18日24:00', '11月19日 03:30', '超期不足1个工作日完成']],
    [row({}, { late: true, overdueWorkdays: 3 }), ['11月18日24:00', '尚未完成', '超期3个工作日']],
    [row({ met: '2026-11-17T02:00:00Z' }, { stopped: true }), ['11月18日24:00', '11月17日 10:00', '按时完成']],
    [row({ met: '2026-11-17T02:00:00Z', overdueMark: 'TIME-16' }, { stopped: true }), ['11月18日24:00', '11月17日 10:00', '未在承诺期限内把结果告知诉求人，此件视为超期。']],
    [order(), ['—', '—', '未计时']],
  ])('%#', (r, want) => expect(Object.values(kept(r, now))).toEqual(want))
})

it.each([
  [{ state: 'given_back' }, '已答复，尚未登记办结'], [{ state: 'handling' }, '到期末尚未办结'], [{ state: 'handling', redos: 1 }, '发回重办，尚未再办结'], [{ state: 'concluded' }, '超期办结'],
])('%j lowers the rate: %s', (over, want) => expect(lacks(order(over))).toBe(want))

it('what rises is compared with the period before, of the same length', () =>
  expect([periodBefore({ from: '2026-11-01', to: '2026-11-21' }), periodBefore({ from: '2026-03-01', to: '2026-03-01' })]).toEqual([
    { from: '2026-10-11', to: '2026-10-31' }, { from: '2026-02-28', to: '2026-02-28' },
  ]))

describe('tiedPlaces', () => {
  const row = (rank?: number) => ({ figures: [{ key: 'closing', numerator: 1, denominator: 1, rate: 100, rank }] })
  it('are those that several rows share', () => expect([...tiedPlaces([row(1), row(1), row(3), row(), row()])]).toEqual(['closing 1']))
})
