import { describe, expect, it } from 'vitest'
import { about, ago, deadline, duration, fileSize, fullDate, fullTime, isoDay, moment, number, percent, weekday } from './format'

const now = '2026-11-21T14:00:00+08:00'

describe('dates in China time', () => {
  it('writes the full form', () => {
    expect(fullTime('2026-11-21T06:30:00Z')).toBe('2026年11月21日 14:30')
    expect(fullDate('2026-11-21')).toBe('2026年11月21日')
    expect(weekday('2026-11-21')).toBe('周六')
    expect(isoDay('2026-11-20T16:00:00Z')).toBe('2026-11-21')
  })
  it.each([
    ['2026-11-21T14:30:00+08:00', '今天14:30'],
    ['2026-11-20T23:59:00+08:00', '昨天23:59'],
    ['2026-11-22T00:00:00+08:00', '明天00:00'],
    ['2026-11-23T09:00:00+08:00', '后天09:00'],
    ['2026-03-01T09:00:00+08:00', '3月1日 09:00'],
    ['2025-11-21T14:30:00+08:00', '2025年11月21日 14:30'],
  ])('%s is %s', (v, want) => expect(moment(v, now)).toBe(want))
  it.each([
    ['2026-11-21T13:59:30+08:00', '刚刚'],
    ['2026-11-21T14:00:30+08:00', '刚刚'],
    ['2026-11-21T13:30:00+08:00', '30分钟前'],
    ['2026-11-21T17:00:00+08:00', '3小时后'],
    ['2026-11-18T14:00:00+08:00', '3天前'],
    ['2026-09-01T14:00:00+08:00', '2026年9月1日'],
  ])('%s is %s', (v, want) => expect(ago(v, now)).toBe(want))
})

describe('the end of a term', () => {
  it.each([
    ['2026-11-24T16:00:00Z', '11月24日24:00'],
    ['2026-11-21T16:00:00Z', '今天24:00'],
    ['2026-12-31T16:00:00Z', '12月31日24:00'],
    ['2026-11-21T08:30:00Z', '今天16:30'],
  ])('%s is %s', (v, want) => expect(deadline(v, now)).toBe(want))
})

describe('figures', () => {
  it.each([
    [0, '0秒'], [45_000, '45秒'], [3_900_000, '1小时5分钟'], [3_600_000, '1小时'], [183_600_000, '2天3小时'],
  ])('%d ms is %s', (ms, want) => expect(duration(ms)).toBe(want))
  it.each([[20_000, '不到1分钟'], [300_000, '5分钟'], [7_500_000, '2小时'], [90_000_000, '1天']])('%d ms is about %s', (ms, want) => expect(about(ms)).toBe(want))
  it('groups thousands', () => expect(number(12345678)).toBe('12,345,678'))
  it('keeps two decimals of a percentage', () => expect(percent(0.97346)).toBe('97.35%'))
  it('shows a dash where there is no figure', () => expect([number(null), percent(undefined)]).toEqual(['—', '—']))
  it('writes file sizes', () => expect([fileSize(900), fileSize(655_360), fileSize(1_258_291)]).toEqual(['900 B', '640 KB', '1.2 MB']))
})
