import { describe, expect, it, vi } from 'vitest'
import type { Order } from '../types'
import { order } from '../sample'
import { answers, asked, complete, excess, missing } from '../../case/verb'
import { bulkDispatch, offers, outcome, suggesting, taskVerbs, verbs, type Verb } from './verbs'

vi.mock('../reference', () => ({ choices: (list: string) => (list === 'causes' ? [{ value: 'subjective', label: '承办单位主观原因' }] : []) }))

const names = (o: Order) => {
  const { main, more } = offers(o)
  return { main: main.map((x) => x.name), more: more.map((x) => x.name) }
}
const may = (...actions: string[]) => actions.map((name) => ({ name, label: name }))

const offerOf = (o: Order, name: string) => {
  const { main, more } = offers(o)
  return [...main, ...more].find((x) => x.name === name)!
}

describe('what is said afterwards', () => {
  it.each([
    ['revisit', { reached: true, grade: 'satisfied' }, '已回访，诉求人'],
    ['revisit', { reached: true, grade: 'dissatisfied' }, '转督查中心核定'],
    ['revisit', { reached: false }, '没有联系上'],
    ['rule_return', { uphold: false }, 'rule_return：不同意退单，原部门继续办理'],
    ['sign', {}, '已签收'],
    ['group', {}, 'group：已完成'],
  ])('of %s with %j', (name, values, said) => expect(outcome(offerOf(order({ actions: may(name) }), name), values)).toContain(said))
})

describe('offers', () => {
  it('puts the next step first and what is by the way behind 更多', () =>
    expect(names(order({ actions: may('note', 'assign', 'reply', 'ask_extension', 'urge') }))).toEqual({ main: ['reply', 'ask_extension'], more: ['assign', 'urge', 'note'] }))

  it('knows a dialog for every verb of the page, and leaves unknown ones out', () =>
    expect(names(order({ actions: may('sign', 'something_new') })).main).toEqual(['sign']))

  it('HOT-75: an important order is proposed until it is signed, and only then answered', () => {
    const actions = may('reply', 'propose_reply')
    const draft = { id: 'r', round: 1, dept: '', text: '答复', result: '', by: '', at: '', draft: true }
    expect(names(order({ important: true, actions })).main).toEqual(['propose_reply'])
    expect(names(order({ important: true, actions, replies: [draft] })).main).toEqual(['propose_reply'])
    const ready = order({ important: true, actions, replies: [{ ...draft, legal: '甲', signed: '乙' }] })
    expect(names(ready).main).toEqual(['reply'])
    expect(verbs.reply!.initial!(ready).text).toBe('答复')
    expect(names({ ...ready, redos: 1 }).main).toEqual(['propose_reply'])
    expect(names({ ...ready, replies: [...ready.replies, draft] }).main).toEqual(['propose_reply'])
  })

  it.each([
    ['承办单位主观原因', ['redo']],
    ['客观条件或政策所限', ['close_explained']],
    ['', ['redo', 'close_explained']],
  ])('GAP-10: after the cause %j it offers %j', (cause, offered) => {
    const revisits = [{ how: '电话', reached: true, cause, by: '', at: '' }]
    expect(names(order({ revisits, actions: may('redo', 'close_explained') })).main).toEqual(offered)
  })

  it('HOT-38: a return is offered only while its window runs', () => {
    const window = { name: 'return', label: '退单', round: 1, start: '', due: '', why: '', steps: [], strip: [], standing: { light: 'green' as const } }
    const actions = may('return')
    expect(names(order({ actions, meters: [window] })).main).toEqual(['return'])
    expect(names(order({ actions, meters: [{ ...window, standing: { light: 'red', late: true } }] })).main).toEqual([])
    expect(names(order({ actions, meters: [{ ...window, stop: '2026-11-01T00:00:00Z' }] })).main).toEqual([])
  })

  it('GAP-33: an emergency is lowered by a step of its own, allowed to whom a correction is', () => {
    const actions = may('classify')
    expect(names(order({ actions })).more).toEqual(['classify'])
    const { more } = offers(order({ actions, kind: 'emergency' }))
    expect(more.map((o) => [o.name, o.label])).toEqual([['classify', 'classify'], ['stand_down', '应急件降级']])
  })

  it('HOT-51: an urge waits for tomorrow when the server says that today saw enough', () => {
    const blocked = (urgedToday?: boolean) => offerOf(order({ actions: may('urge'), urgedToday }), 'urge').blocked
    expect([blocked(true), blocked()]).toEqual(['今天已催过', undefined])
  })

  it('HOT-61: more time is asked for once, and in time', () => {
    const actions = may('ask_extension', 'rule_extension', 'tell_extension')
    const plea = { amount: 5, promised: '', statutory: '', basis: '', reason: '', by: '', at: '' }
    expect(names(order({ actions })).main).toEqual(['ask_extension'])
    expect(names(order({ actions, extensions: [plea] })).main).toEqual(['rule_extension'])
    expect(names(order({ actions, extensions: [{ ...plea, ruling: 'granted' }] })).main).toEqual(['tell_extension'])
    expect(names(order({ actions, extensions: [{ ...plea, ruling: 'granted', toldAt: 'x' }] })).main).toEqual([])
  })
})

describe('what is not offered, or not now', () => {
  const task = (state: string) => ({ id: 't', number: '', version: 1, dept: '甲', state, stateLabel: '', due: '', standing: { light: 'green' as const }, actions: [] })
  it('HOT-72: an answer waits, with the reason, for the assisting departments', () => {
    const blocked = (...states: string[]) => offerOf(order({ actions: may('reply'), tasks: states.map(task) }), 'reply').blocked
    expect(['assigned', 'handling', 'done', 'dropped'].map((s) => !!blocked('done', s))).toEqual([true, true, false, false])
    expect(blocked('handling')).toContain('协办部门回复后')
  })

  it('HOT-54: a notice is issued once in a round', () => {
    const meter = (round: number) => ({ name: 'handling', label: '办理', round, start: '', due: '', why: '', steps: [], strip: [], standing: { light: 'red' as const, late: true } })
    const paper = { id: 'd', order: '', orderNumber: '', title: '', kind: 'notice', label: '', number: '', dept: '', issuedBy: '', issuedAt: '' }
    const offered = (round: number, papers: number, noticeDue = true) => names(order({ noticeDue, actions: may('issue_notice'), meters: [meter(round)], documents: Array(papers).fill(paper) })).main
    expect([offered(1, 0), offered(1, 1), offered(2, 1), offered(2, 2)]).toEqual([['issue_notice'], [], ['issue_notice'], []])
    expect(offered(1, 0, false)).toEqual([]) // before the three conditions hold it stands behind 更多
  })
})

describe('a dialog', () => {
  it('GAP-06: says the most by which a limit may be extended, and does not change what was typed', () => {
    const o = order({ extensionMax: 5 })
    const rest = { promised: '五日', statutory: '无', basis: '规定', reason: '雨天' }
    const amount = verbs.ask_extension!.fields.find((f) => f.key === 'amount')!
    expect(excess(amount, { amount: 6 }, o)).toContain('最多5个工作日')
    expect([5, 6].map((n) => complete(verbs.ask_extension!, { ...rest, amount: n }, o))).toEqual([true, false])
  })

  it('HOT-38: a ruling shows what is asked and begins with the department that was proposed', () => {
    const plea = { dept: '甲局', ground: '不属于本部门管辖', reason: '不属我局', basis: '三定', proposed: '乙局', proposedId: 'd2', by: '李四', at: '' }
    const o = order({ returns: [{ ...plea, reason: '旧的', proposedId: 'd1', ruling: 'rejected' }, plea] })
    expect(verbs.rule_return!.initial!(o)).toEqual({ lead: 'd2' })
    expect(verbs.rule_return!.about!(o).map((x) => x.text)).toEqual(['甲局　李四', '不属于本部门管辖', '不属我局', '三定', '乙局'])
  })

  it('HOT-62: an approval shows the days and the reasons', () => {
    const plea = { amount: 3, promised: '五日', statutory: '无', basis: '规定', reason: '雨天', by: '李四', at: '' }
    expect(verbs.rule_extension!.about!(order({ extensions: [plea] })).map((x) => x.text)).toEqual(['李四', '3个工作日', '五日', '无', '规定', '雨天'])
  })

  it('HOT-67: nothing is ticked in advance at a revisit', () => expect(verbs.revisit!.initial?.(order())).toBeUndefined())

  it('offers the suggested departments first', () => {
    const lead = (verb: Verb, o?: Order) => verb.fields.find((f) => f.key === 'lead')!.first!(o)
    expect(lead(verbs.dispatch!, order({ suggested: [{ deptId: 'd1', why: '' }, { advice: '省里', why: '' }] }))).toEqual(['d1'])
    expect(lead(suggesting(bulkDispatch, ['d2']))).toEqual(['d2'])
  })

  it('asks for the new department only if a return is upheld', () => {
    const keys = (v: object) => asked(verbs.rule_return!, { ...v }).map((f) => f.key)
    expect(keys({ uphold: true })).toContain('lead')
    expect(keys({ uphold: false })).not.toContain('lead')
  })

  it('HOT-68: a dissatisfied citizen’s reason is required', () => {
    const v = { how: 'phone', reached: true, grade: 'dissatisfied' }
    expect(missing(verbs.revisit!, v)).toEqual(['cause'])
    expect(missing(verbs.revisit!, { ...v, grade: 'fair' })).toEqual([])
    expect(missing(verbs.revisit!, { how: 'phone', reached: false })).toEqual([])
  })

  it('sends an answer to all it asked and to nothing else', () => {
    expect(answers(verbs.rule_return!, { uphold: false, lead: 'left over', why: ' 理由 ' })).toEqual({ uphold: false, why: '理由', rule: '' })
    expect(answers(bulkDispatch, { lead: 'd1' })).toEqual({ lead: 'd1', assist: [], advice: '', phoned: false })
    expect(answers(verbs.log_emergency!, { step: 'on_site' })).toEqual({ step: 'on_site', happened: undefined, note: '' })
  })

  it('AUD-07: another query code wants the telephone and a purpose', () => {
    expect(missing(verbs.renew_code!, verbs.renew_code!.initial!(order()))).toEqual(['phone'])
    expect(missing(verbs.renew_code!, { phone: '13800001111', purpose: ' ' })).toEqual(['purpose'])
  })

  it('takes blanks for nothing', () => expect(missing(taskVerbs.reply_assist!, { text: '  ' })).toEqual(['text']))
})
