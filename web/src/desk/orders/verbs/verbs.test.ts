import { describe, expect, it, vi } from 'vitest'
import type { Order } from '../types'
import { order } from '../sample'
import { answers, asked, missing } from '../../case/verb'
import { bulkDispatch, offers, outcome, taskVerbs, verbs } from './verbs'

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

  it('HOT-51: a department is urged once a day; notices and citizens do not count', () => {
    const blocked = (way: string, at: string) => offerOf(order({ actions: may('urge'), urging: [{ way, how: '', late: false, by: '', at }] }), 'urge').blocked
    const [today, before] = [new Date().toISOString(), '2026-01-05T01:00:00Z']
    expect(['phone', 'online', 'document', 'citizen'].map((way) => blocked(way, today))).toEqual(['今天已催过', '今天已催过', undefined, undefined])
    expect(blocked('phone', before)).toBeUndefined()
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

describe('a dialog', () => {
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

  it('takes blanks for nothing', () => expect(missing(taskVerbs.reply_assist!, { text: '  ' })).toEqual(['text']))
})
