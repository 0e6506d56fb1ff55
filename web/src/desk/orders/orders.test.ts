import { describe, expect, it } from 'vitest'
import { arranged } from './arranged'
import { flat, tree } from './directory'
import { dues } from '../case/dues'
import { idsOf, ordersIn, pageOf, sorted } from './home/notices'
import { columnsOf } from './list/columns'
import { narrowing, noFilters, question } from './list/filters'
import { appeal, draft, clear, entitle, gaps, own, touched } from './register/draft'
import { order } from './sample'
import { word } from './words'

describe('directory', () => {
  const nodes = [
    { id: 'a', name: '云岭市', path: '/a/' }, { id: 'b', name: '望禾镇', path: '/a/b/' }, { id: 'c', name: '新禾村', path: '/a/b/c/' }, { id: 'x', name: '别处', path: '/y/x/' },
  ]
  it('makes a tree of paths; what has no parent here is a root', () =>
    expect(tree(nodes)).toEqual([{ value: 'a', label: '云岭市', children: [{ value: 'b', label: '望禾镇', children: [{ value: 'c', label: '新禾村' }] }] }, { value: 'x', label: '别处' }]))
  it('names nodes with what they lie under, but for the one root of all', () => {
    expect(flat(tree(nodes.slice(0, 3))).map((n) => n.label)).toEqual(['云岭市', '望禾镇', '望禾镇 › 新禾村'])
    expect(flat(tree(nodes)).map((n) => n.label)).toEqual(['云岭市', '云岭市 › 望禾镇', '云岭市 › 望禾镇 › 新禾村', '别处'])
  })
})

describe('filters', () => {
  it('ask only what narrows', () => {
    expect(question('', noFilters)).toEqual({})
    expect(question('sign', { ...noFilters, kinds: ['help'], late: 'true', q: '路灯' })).toEqual({ box: 'sign', kinds: ['help'], late: true, q: '路灯' })
  })
  it('count without the order of rows', () => expect(narrowing({ ...noFilters, sort: 'due', q: 'x', states: ['handling'] })).toBe(2))
})

describe('the columns', () => {
  const titles = (box: string) => columnsOf(box).map((c) => c.title)
  it('show the state where the list does not fix it', () => expect([titles('').includes('状态'), titles('sign').includes('状态')]).toEqual([true, false]))
  it('leave out what would be the same in every row', () => expect(titles('dispatch').filter((x) => x.startsWith('承办'))).toEqual([]))
  it('HOT-62: say that a limit is the order’s where a plea waits, and none where nothing runs', () =>
    expect([titles('rule_extension').filter((x) => ['期限', '等候', '工单期限', '到期'].includes(x)), titles('dispute').includes('到期')]).toEqual([['等候', '工单期限'], false]))
})

describe('the work lists', () => {
  const box = (key: string, count: number, late = 0) => ({ key, label: key, count, late })
  const boxes = [box('accept', 13), box('sign', 7, 1), box('conclude', 0), box('revisit', 36), box('archive', 42, 2)]
  it.each([
    [['revisitor'], ['archive', 'revisit', 'sign', 'accept', 'conclude']],
    [['operator'], ['accept', 'revisit', 'sign', 'archive', 'conclude']],
    [['unknown'], ['sign', 'archive', 'accept', 'revisit', 'conclude']],
  ])('of %s begin with what is his and waits', (roles, want) => expect(arranged(boxes, roles).map((b) => b.key)).toEqual(want))
})

describe('notices', () => {
  const now = Date.parse('2026-11-21T02:00:00Z')
  const told = (id: string, kind: string, order: string, at: string) => ({ id, kind, text: kind, order, number: order, title: order, at })
  const [today, before] = ['2026-11-21T01:00:00Z', '2026-11-19T01:00:00Z']
  it('name each order once, under what was told last, today’s first', () => {
    const { today: fresh, earlier } = sorted([told('5', 'late', 'a', today), told('4', 'soon', 'b', before), told('3', 'soon', 'a', before), told('2', 'soon', 'c', before), told('1', 'urged', 'b', before)], now)
    expect(fresh).toEqual([{ kind: 'late', text: 'late', orders: [{ order: 'a', title: 'a', at: today, ids: ['5', '3'] }] }])
    expect(earlier.map((x) => [x.kind, x.orders.map((o) => o.order)])).toEqual([['soon', ['b', 'c']]])
    expect(['handling.soon', 'application.handling.soon', 'application.joint.soon'].map((kind) => pageOf(kind, 'a'))).toEqual(['/orders/a', '/applications/a', '/joints/a'])
    expect([ordersIn(earlier), idsOf(earlier[0]!)]).toEqual([2, ['4', '1', '2']])
  })
})

describe('dues', () => {
  const now = Date.parse('2026-11-21T02:00:00Z') // 10:00 in China
  const row = (id: string, due: string, standing = {}) => order({ id, due, standing: { light: 'green', ...standing } })
  it('are what ends today or has ended, once each, nearest first', () => {
    const today = row('today', '2026-11-21T16:00:00Z') // 24:00 in China
    const late = row('late', '2026-11-18T16:00:00Z', { late: true })
    const lists = [[today, row('tomorrow', '2026-11-22T16:00:00Z')], [late, today, row('done', '2026-11-20T16:00:00Z', { stopped: true }), row('held', '2026-11-20T16:00:00Z', { paused: true })]]
    expect(dues(lists, now, 10).map((r) => r.id)).toEqual(['late', 'today'])
    expect(dues(lists, now, 1)).toHaveLength(1)
    expect(dues([[{ ...today, standing: undefined }]], now, 1)).toEqual([])
  })
})

describe('the draft of a call', () => {
  it('HOT-97: every call ends in one of four ways, and each asks for its own', () => {
    own('u1')
    expect(gaps(draft)).toEqual(['kind', 'region', 'body']) // what is marked as required, and the title follows from the body
    Object.assign(draft, { kind: 'help', region: 'r', title: '题', body: '文' })
    expect(gaps(draft)).toEqual([])
    draft.exit = { disposition: 'answer' }
    expect(gaps(draft)).toEqual(['outcome'])
    draft.exit = { disposition: 'refuse' }
    expect(gaps(draft)).toEqual(['refusal'])
    draft.exit = { disposition: 'order' }
    draft.direct = true
    expect(gaps(draft)).toEqual(['lead'])
  })
  it('does not send what belongs to another way out', () => {
    draft.exit = { disposition: 'refuse', refusal: 'vague', outcome: '留下的字' }
    expect(appeal(draft)).toMatchObject({ disposition: 'refuse', refusal: 'vague' })
    expect(appeal(draft)).not.toHaveProperty('outcome')
  })
  it('is kept for the person and emptied for the next one', () => {
    draft.phone = '13800000000'
    own('u1')
    expect(draft.phone).not.toBe('')
    own('u2')
    expect([draft.phone, touched(draft)]).toEqual(['', false])
    draft.body = 'x'
    clear()
    expect(touched(draft)).toBe(false)
  })
  it.each([['', '路灯不亮'], ['  ', '路灯不亮'], ['己拟', '己拟']])('titles an appeal that has %j', (given, title) => {
    const d = { ...draft, title: given, body: '路灯不亮。晚上很黑' }
    entitle(d)
    expect(d.title).toBe(title)
  })
})

it('a bare key that is not known is not shown', () => expect([word('tracked', 'redo'), word('tracked', 'new'), word('ruling', undefined)]).toEqual(['重办督办', '', '']))
