import { describe, expect, it } from 'vitest'
import { grouped, ownValues, rangeWords, valueWords, type Setting } from './setting'

const setting = (key: string, more: Partial<Setting> = {}): Setting => ({
  key, label: '咨询类办理时限', help: '', rule: 'HOT-58', kind: 'term', default: '5 workday', min: 1, max: 60, unit: '', value: '5 workday', from: '', version: 0, ...more,
})

describe('valueWords', () => {
  it.each([
    ['term', '5 workday', '', '5个工作日'],
    ['term', '2 day', '', '2日'],
    ['term', '0 sameday', '', '当日'],
    ['bool', 'true', '', '是'],
    ['percent', '90', '', '90%'],
    ['int', '3', '次', '3次'],
    ['daytime', '22:00', '', '22:00'],
  ] as const)('%s %s', (kind, text, unit, want) => expect(valueWords({ kind, unit }, text)).toBe(want))
  it('reads a list of codes in the words of its options', () => {
    const s = { kind: 'list', unit: '', options: [{ value: 'instant', label: '即办件' }, { value: 'promised', label: '承诺件' }] } as const
    expect(valueWords({ ...s, options: [...s.options] }, 'promised,instant')).toBe('承诺件、即办件')
    expect(valueWords({ ...s, options: [...s.options] }, '')).toBe('未填写')
  })
  it('reads the label of an option', () => expect(valueWords({ kind: 'enum', unit: '', options: [{ value: 'a', label: '甲' }] }, 'a')).toBe('甲'))
})

describe('grouped', () => {
  const all = [setting('web.x', { label: '附件大小' }), setting('hotline.a'), setting('odd.b', { label: '别的', version: 2 })]
  it('puts settings under their areas, strangers last', () => expect(grouped(all, '', false).map((g) => [g.label, g.settings.length])).toEqual([['热线办理', 1], ['网上服务', 1], ['其他', 1]]))
  it('finds by label and by rule', () => {
    expect(grouped(all, '附件', false).flatMap((g) => g.settings.map((s) => s.key))).toEqual(['web.x'])
    expect(grouped(all, 'hot-58 咨询', false).flatMap((g) => g.settings.map((s) => s.key))).toEqual(['hotline.a'])
  })
  it('shows only what was changed', () => expect(grouped(all, '', true).flatMap((g) => g.settings.map((s) => s.key))).toEqual(['odd.b']))
})

describe('ownValues', () => {
  const version = (regionPath: string, n: number, cleared = false) => ({ key: 'a', regionPath, version: n, value: String(n), cleared, reason: '', by: '', at: '' })
  it('takes the latest of each place and leaves out what was withdrawn', () =>
    expect(ownValues([version('/1/', 2), version('', 1), version('/1/', 1), version('/2/', 2, true), version('/2/', 1)]).map((v) => [v.regionPath, v.value])).toEqual([['/1/', '2'], ['', '1']]))
})

describe('rangeWords', () => {
  it.each([
    ['int', 1, 30, '次', '1—30次'],
    ['int', 0, 0, '次', ''],
    ['percent', 0, 0, '', '0—100%'],
    ['percent', 50, 100, '', '50—100%'],
    ['term', 0, 60, '', '1—60'],
    ['text', 0, 100, '', '0—100字'],
    ['bool', 0, 0, '', ''],
  ] as const)('of %s %s to %s %s is %s', (kind, min, max, unit, want) => expect(rangeWords({ kind, min, max, unit })).toBe(want))
})
