import { describe, expect, it } from 'vitest'
import { order } from '../sample'
import type { Happening, Meter } from '../../case/types'
import { arrange, promise } from '../../case/meters'
import { sections } from './records'
import { shortHash, timeline } from '../../case/timeline'
import { pending, turn } from './turn'

const meter = (over: Partial<Meter>): Meter => ({
  name: 'handling', label: '办理', round: 1, start: '2026-11-03T09:00:00Z', due: '2026-11-24T16:00:00Z', why: '', steps: [], strip: [], standing: { light: 'green' }, ...over,
})

describe('turn', () => {
  it.each([
    [{ state: 'handling', assignee: '严承办' }, '现由城市管理局 严承办办理'],
    [{ state: 'dispatched' }, '待城市管理局签收'],
    [{ state: 'refused', refusal: '内容不具体' }, '不予受理：内容不具体'],
    [{ state: 'archived', closingMark: 'satisfied' }, '已归档，回访满意'],
    [{ state: 'closable', filings: [{ body: '督查中心', round: 1, sentAt: '' }] }, '待备案回执，收到后归档'],
    [{ state: 'history', stateLabel: '历史件' }, '历史件'],
  ])('%o', (over, words) => expect(turn(order(over))).toBe(words))
})

describe('what is open of an extension', () => {
  const plea = { amount: 5, promised: '', statutory: '', basis: '', reason: '', by: '甲', at: '2026-11-20T01:00:00Z' }
  it.each([
    [{}, ''],
    [{ extensions: [plea] }, '已申请延长5个工作日，待督查中心批准'],
    [{ extensions: [plea], meters: [meter({ standing: { light: 'green', unit: 'day' } })] }, '已申请延长5天，待'],
    [{ extensions: [{ ...plea, ruling: 'granted' }] }, '尚未告知'],
    [{ extensions: [{ ...plea, ruling: 'granted', toldAt: '2026-11-20T01:00:00Z' }] }, ''],
  ])('%j', (over, words) => expect(pending(order(over))).toEqual(words && expect.stringContaining(words)))
})

describe('meters', () => {
  it('shows the latest round of handling, and the rest behind it', () => {
    const [sign, first, second] = [meter({ name: 'sign' }), meter({}), meter({ round: 2 })]
    expect(arrange([sign, first, second])).toEqual({ main: second, others: [first, sign] })
  })
  it('before handling the one that runs', () => {
    const [stopped, accept] = [meter({ name: 'x', stop: 'x' }), meter({ name: 'accept' })]
    expect(arrange([accept, stopped]).main).toBe(accept)
    expect(arrange([]).main).toBeUndefined()
  })
  it('names the last day, not the midnight after it', () => {
    expect(promise(meter({}), '2026-11-21T02:00:00Z')).toBe('最迟11月24日24:00（周二）')
    expect(promise(meter({ standing: { light: 'red', late: true } }), '2026-11-26T02:00:00Z')).toContain('尚未完成')
    expect(promise(meter({ stop: '2026-11-23T02:00:00Z' }), '2026-11-26T02:00:00Z')).toContain('2026年11月23日 10:00完成')
  })
})

describe('sections', () => {
  it('leaves out kinds of which nothing was written down', () => expect(sections(order())).toEqual([]))
  it('says of a plea what became of it, and that the citizen has not been told', () => {
    const plea = { amount: 5, promised: '15日', statutory: '无', basis: '依据', reason: '理由', by: '甲', at: '2026-11-20T01:00:00Z', ruling: 'granted' }
    const [s] = sections(order({ extensions: [plea] }))
    expect(s!.rows[0]!.lines).toContainEqual({ label: '审批', text: '同意延期' })
    expect(s!.rows[0]!.lines).toContainEqual({ label: '告知诉求人', text: '尚未告知' })
  })
  it('HOT-67: says whether the citizen found the answer in time, where he was asked', () => {
    const revisit = (timely?: boolean) => ({ how: '电话', reached: true, grade: '满意', by: '丙', at: '2026-11-20T01:00:00Z', timely })
    const [s] = sections(order({ revisits: [revisit(true), revisit(false), revisit()] }))
    expect(s!.rows.map((r) => r.lines.map((l) => l.text))).toEqual([['及时', '满意'], ['不及时', '满意'], ['满意']])
  })
  it('HOT-50: says who handed the call over, and what came of it', () => {
    const at = { way: '电话转接', by: '甲', at: '2026-11-20T01:00:00Z' }
    const [s] = sections(order({ transfers: [{ ...at, in: true, party: '12348热线' }, { ...at, party: '供水局窗口', result: '未接通' }] }))
    expect(s!.rows.map((r) => r.head)).toEqual(['由12348热线电话转接到本热线', '电话转接给供水局窗口'])
    expect(s!.rows[1]!.lines).toEqual([{ label: '转接结果', text: '未接通' }])
  })
  it('counts the minutes of an emergency from when it was one', () => {
    const step = { key: 'team_sent', step: '通知应急处置人员', happened: '2026-11-20T01:00:00Z', by: '甲', at: '2026-11-20T01:00:00Z', minutes: 4, late: true, after: '转为应急件' }
    expect(sections(order({ emergency: [step] }))[0]!.rows[0]!.lines[0]!.text).toBe('转为应急件后4分钟，超过规定时限')
  })
  it('never shows an empty line or a raw key', () => {
    const o = order({ returns: [{ dept: '甲局', ground: '不属于本部门管辖', reason: '理由', basis: '依据', by: '乙', at: '2026-11-20T01:00:00Z' }] })
    const [row] = sections(o)[0]!.rows
    expect(row!.lines.map((l) => l.text)).toEqual(['理由', '依据', '待裁定'])
  })
})

describe('timeline', () => {
  const event: Happening = { seq: 1, at: '2026-11-20T01:00:00Z', action: 'attach', label: '添加附件', who: '', to: '办理中', hash: 'a'.repeat(64), facts: { file: 'f1' } }
  it('has the latest first, names the file that was added, and says who when it was nobody', () => {
    const file = { id: 'f1', name: '现场.jpg', type: 'image/jpeg', size: 1, addedBy: '', addedAt: '', visibility: 'internal' as const }
    const [second, first] = timeline([event, { ...event, seq: 2, facts: undefined, who: '甲', from: '待签收' }], [file])
    expect(first).toMatchObject({ id: '1', actor: '系统', evidence: [{ label: '现场.jpg' }] })
    expect(second).toMatchObject({ id: '2', actor: '甲', text: '待签收 → 办理中', evidence: undefined })
  })
  it('shortens a hash to both ends', () => expect(shortHash('0123456789abcdef0123456789abcdef')).toBe('01234567…89abcdef'))
})
