import { describe, expect, it, vi } from 'vitest'
import { emptyParty } from '@/citizen/apply/party'
import type { Wanted } from '@/citizen/matters/materials'
import { answers, asked, missing } from '../case/verb'
import { arranged } from './arranged'
import { narrowing, noFilters, question } from './list/filters'
import { stations } from './page/plan'
import { sections } from './page/records'
import { told } from './page/told'
import { pending, turn } from './page/turn'
import { asked as registerQuestion } from './registers/asked'
import { application, step } from './sample'
import { lacking, submission, unready, ways, type Draft } from './take/draft'
import type { Matter } from './take/matter'
import type { Application, Opinion } from './types'
import { pathOf } from './verbCalls'
import { completed, offers, opinionOffers, verbs } from './verbs/verbs'

vi.mock('./reference', () => ({ choices: () => [], named: (list: string, key?: string) => (key ? `${list}.${key}` : '') }))

const may = (...actions: string[]) => actions.map((name) => ({ name, label: name }))
const names = (o: Application) => offers(o).main.map((x) => x.name)

describe('what is offered', () => {
  it('APP-03: a first notice comes from the clerk, a second from a supervisor', () => {
    const actions = may('accept', 'correct', 'decline')
    expect(names(application({ actions }))).toEqual(['accept', 'correct', 'decline'])
    const told = { notices: [{ number: '1', items: [], by: 'p1', at: '2026-11-20T01:00:00Z' }] }
    expect(names(application({ actions: may('accept', 'correct', 'correct_again') }, told))).toEqual(['accept', 'correct_again'])
  })

  it('TIME-38: only what wants a formal review is decided on the spot', () => {
    const actions = may('accept', 'decide_on_spot')
    expect(names(application({ actions }))).toEqual(['accept'])
    expect(names(application({ actions }, { model: 'spot' }))).toEqual(['accept', 'decide_on_spot'])
    expect(names(application({ actions }, { formal: true }))).toEqual(['accept', 'decide_on_spot'])
  })

  it('ORG-05: who decides in his own right is not asked to sign by a letter', () => {
    expect(names(application({ actions: may('decide', 'sign') }))).toEqual(['decide'])
    expect(names(application({ actions: may('sign') }))).toEqual(['sign'])
    expect(pathOf('applications', 'sign')).toBe('/api/applications/{id}/decide')
  })

  it('GAP-21: consent is confirmed only of a department that missed its time', () => {
    const asked = (missed: string): Opinion => ({ id: 'o', number: '', version: 1, dept: '', state: 'asked', stateLabel: '', actions: may('deem'), opinion: { id: 'o', step: '', dept: '', askedBy: '', askedAt: '', missed } })
    expect(opinionOffers(asked('')).map((o) => o.name)).toEqual([])
    expect(opinionOffers(asked('TIME-28')).map((o) => o.name)).toEqual(['deem'])
  })

  it('TIME-29: whoever confirms it sees on what it rests', () => {
    const opinion = { id: 'o', step: '', dept: '', askedBy: '', askedAt: '', missed: 'TIME-29', signedAt: '2026-11-19T02:00:00Z' }
    const silent: Opinion = { id: 'o', number: '', version: 1, dept: '交通运输局', state: 'giving', stateLabel: '办理中', due: '2026-11-20T16:00:00Z', actions: may('deem'), opinion }
    const [deem] = opinionOffers(silent)
    expect(deem!.verb.about!(application())).toEqual([{ label: '交通运输局', text: expect.stringMatching(/规定适用.*；2026年11月19日 10:00已签收；期限.*24:00已过，没有出具意见；没有报告延误/) }])
  })
})

describe('a dialog', () => {
  it('wants a two-person check and sends the step that was shown', () => {
    const o = application({ step: 'first', state: 'reviewing' })
    expect(missing(verbs.check!, { finding: 'pass', opinion: '属实' }, o)).toEqual(['people'])
    expect(completed('check', { finding: 'pass' }, o)).toEqual({ finding: 'pass', step: 'first' })
    expect(pathOf('applications', 'check')).toBe('/api/applications/{id}/finish-step')
  })
  it('APP-38: a refusal wants reasons and a ground', () => {
    expect(missing(verbs.decide!, { outcome: 'refuse' })).toEqual(['reasons', 'basis'])
    expect(missing(verbs.decide!, { outcome: 'grant' })).toEqual([])
  })
  it('asks for a promise only where something may follow', () => {
    const o = application({}, { materials: [{ code: 'm', name: '图纸', necessity: 'tolerable', source: 'applicant', state: 'missing' }] })
    const keys = (x: object, of: Application) => asked(verbs.accept!, { ...x }, of).map((f) => f.key)
    expect(keys({}, application())).toEqual([])
    expect(keys({}, o)).toEqual(['tolerate'])
    expect(keys({ tolerate: ['m'] }, o)).toEqual(['tolerate', 'due', 'promise'])
  })
  it('ORG-23: offers only payments that wait to be confirmed', () => {
    const fee = { id: '1', application: 'a', version: 1, code: 'cost', name: '工本费', amount: 1000, slip: 'P1', account: '财政专户', by: 'p1', at: '2026-11-20T02:00:00Z', stateLabel: '' }
    const o = application({ fees: [{ ...fee, state: 'refused' }, { ...fee, id: '2', slip: 'P2', state: 'declared' }] })
    expect(asked(verbs.confirm_fee!, {}, o).map((f) => (f.options as (o: Application) => unknown)(o))).toEqual([[{ value: 'cost', label: '工本费 10.00元 P2' }]])
    expect(verbs.confirm_fee!.initial!(o)).toEqual({ fee: 'cost' })
  })
  it('sends a payment as its parts', () => expect(completed('register_fee', { payment: { fee: 'f', amount: 100 } }, application())).toEqual({ fee: 'f', amount: 100 }))
  it('sends nothing of a day that was not chosen', () => expect(answers(verbs.accept!, {}, application())).toEqual({}))
})

describe('the way of an application', () => {
  const stands = (o: Application) => stations(o, Date.now()).map((s) => `${s.name}:${s.stands}`)

  it('APP-42: tells of one that an older system finished what that system told', () => {
    const at = '2024-09-10T02:00:00Z'
    const o = application({ state: 'delivered' }, { source: 'old', sourceId: 'A1', accepted: at, ended: at, decision: { outcome: 'grant', reasons: '', number: '', by: '', at }, delivery: { way: '', by: '', at } })
    expect(stations(o, Date.now()).map((s) => [s.key, s.stands])).toEqual([['·receive', 'done'], ['·accept', 'done'], ['·decide', 'done'], ['·deliver', 'done']])
    expect(turn(o)).toBe('outcomes.grant，在原系统已办结')
    expect(sections(o).map((s) => s.rows[0]!.head)).toEqual(['outcomes.grant', '已送达'])
  })
  it('stands at its acceptance first', () => expect(stands(application())).toEqual(['收件:done', '受理:now', '初审:ahead', '核准:ahead', '决定:ahead', '送达:ahead']))
  it('says who passed a step and who has it', () => {
    const o = application({ state: 'reviewing', assignee: '何核准', dept: '市场监督管理局' }, {
      accepted: '2026-11-20T02:00:00Z', step: 'second', arrived: '2026-11-20T03:00:00Z',
      visits: [{ step: 'first', name: '初审', kind: 'review', dept: '', arrived: '', at: '2026-11-20T03:00:00Z', by: 'p1', finding: 'pass', opinion: '齐全' }],
    })
    expect(stands(o)).toEqual(['收件:done', '受理:done', '初审:done', '核准:now', '决定:ahead', '送达:ahead'])
    expect(stations(o, Date.now())[2]!.said).toContain('严审查 通过')
    expect(stations(o, Date.now())[3]!.said).toContain('何核准')
  })
  it('leaves out steps that do not concern the applicant', () => {
    const o = application({}, { choices: { kind: 'shop' } })
    o.plan.steps[1]!.when = [{ question: 'kind', values: ['dining'] }]
    expect(stands(o)).not.toContain('核准:ahead')
  })
  it('shows a decision on the spot as one step', () => {
    const o = application({ state: 'decided' }, { accepted: '2026-11-20T01:00:00Z', decision: { outcome: 'grant', reasons: '', number: '1', onSpot: true, by: 'p1', at: '2026-11-20T01:00:00Z' } })
    expect(stands(o)).toEqual(['收件:done', '受理:done', '当场决定:done', '送达:now'])
  })
})

describe('whose turn it is', () => {
  const reviewing = (record: object) => application({ state: 'reviewing', dept: '卫生健康局', current: step('first', '初审', 'review') }, record)
  it.each<[Application, string]>([
    [application(), '待政务大厅受理'],
    [application({ state: 'correcting' }), '待申请人补正材料'],
    [reviewing({ step: 'first' }), '“初审”待卫生健康局登记交接'],
    [reviewing({ step: 'first', arrived: '2026-11-20T01:00:00Z' }), '卫生健康局 办理“初审”'],
    [application({ state: 'declined' }, { refusal: { ground: 'outside', reason: '不属于本机关', basis: '', number: '1', by: '', at: '' } }), '不予受理：不属于本机关'],
  ])('%#', (o, said) => expect(turn(o)).toBe(said))
  it('says that a special procedure holds the time', () => {
    const special = { kind: 'testing', from: '2026-11-18', expected: 5, basis: '', told: 'written', number: '1', by: '', at: '' }
    expect(pending(application({}, { specials: [special] }))).toContain('自2026年11月18日起时限暂停计算，预计5天')
    expect(pending(application({}, { specials: [{ ...special, to: '2026-11-20' }] }))).toBe('')
  })
})

it('TIME-12: calls a limit passed that is not the promise, and an application late only when it is marked', () => {
  const overdue = (facts: object) => told([{ seq: 1, at: '', action: 'overdue', label: '标记超时', who: '', authority: 'TIME-12', from: '', to: '', dept: '', hash: '', facts }])[0]!
  expect(overdue({ meter: 'step', mark: '' })).toMatchObject({ label: '环节时限已过', action: 'noticed', authority: undefined })
  expect(overdue({ meter: 'handling', mark: 'TIME-12' }).label).toBe('标记超时')
})

it('never shows an empty record', () => {
  expect(sections(application())).toEqual([])
  const [notice] = sections(application({}, { notices: [{ number: '补1', items: [{ code: 'm', name: '图纸', what: '请补全尺寸' }], by: 'p1', at: '2026-11-20T01:00:00Z' }] }))
  expect(notice!.rows[0]).toMatchObject({ tone: 'amber', lines: [{ label: '图纸', text: '请补全尺寸' }] })
})

describe('the work lists', () => {
  const box = (key: string, count: number, late = 0) => ({ key, label: key, count, late })
  it.each([
    [['clerk'], ['deliver', 'accept', 'review', 'correct']],
    [['reviewer'], ['review', 'deliver', 'accept', 'correct']],
  ])('of %s begin with what is his and waits', (roles, want) =>
    expect(arranged([box('accept', 3), box('correct', 0), box('review', 2), box('deliver', 4, 1)], roles).map((b) => b.key)).toEqual(want))
  it('do not show signatures twice to who decides', () => expect(arranged([box('decide', 1), box('sign', 1)], ['head']).map((b) => b.key)).toEqual(['decide']))
  it('ask only what narrows', () => {
    expect(question('review', { ...noFilters, late: 'true', of: 'items' })).toEqual({ box: 'review', late: true, of: 'items' })
    expect(narrowing({ ...noFilters, sort: 'due', q: 'x' })).toBe(1)
  })
})

it('asks a register only what narrows', () => expect(registerQuestion({ from: '2026-11-01', to: '2026-11-21', dept: '', number: '' })).toEqual({ from: '2026-11-01', to: '2026-11-21' }))

describe('the window', () => {
  const paper = (code: string, name: string, need: Wanted['need']): Wanted => ({ code, name, need, originals: 1, copies: 0, paperless: false, issuer: '', note: '', sample: '', from: '' })
  const matter = (over: Partial<Matter> = {}): Matter => ({
    kind: 'item', id: 'i', name: '', questions: [], form: { groups: [] }, instant: false, tolerance: false, pledge: [], materials: [paper('id', '身份证', 'required'), paper('map', '图纸', 'tolerable')], ...over,
  })
  const d = (over: Partial<Draft> = {}): Draft => ({ kind: 'item', subject: 'i', choices: {}, party: emptyParty(), form: {}, materials: [], channel: 'window', collect: 'handed', next: '', wrong: [], due: '', ...over })
  const all = [{ code: 'id' }, { code: 'map' }]
  const codes = (x: Draft, ...need: string[]) => lacking(matter(), x, ...need).map((m) => m.code)

  it('APP-04: counts what is missing', () => {
    expect(codes(d(), 'required')).toEqual(['id'])
    expect(codes(d({ materials: [{ code: 'id' }] }), 'required', 'tolerable')).toEqual(['map'])
  })
  it('accepts or decides only what is complete', () => {
    expect(ways(matter({ instant: true }), d())).toEqual(['correct', 'later'])
    expect(ways(matter(), d({ materials: all }))).toEqual(['accept', 'correct', 'later'])
    expect(ways(matter({ instant: true }), d({ materials: all }))[0]).toBe('spot')
  })
  it('lets follow what may follow, only where the item allows it and on a promise', () => {
    const part = d({ materials: [{ code: 'id' }], next: 'tolerate' })
    expect(ways(matter(), part)).toEqual(['correct', 'later'])
    expect(ways(matter({ tolerance: true }), part)).toEqual(['tolerate', 'correct', 'later'])
    const party = { ...emptyParty(), kind: 'person', name: '俞某', idNumber: '990081199001011237', phone: '19900810001' }
    expect(unready({ ...part, party }, { groups: [] }, [])).toBe(true)
    expect(unready({ ...part, party, promise: new File(['x'], '承诺书.pdf') }, { groups: [] }, [])).toBe(false)
  })
  it('APP-14: grants on a commitment once the signed letter is scanned', () => {
    const m = matter({ pledge: ['属实'], materials: [paper('id', '身份证', 'required'), paper('pledge', '告知承诺书', 'optional')] })
    expect(ways(m, d({ materials: [{ code: 'id' }, { code: 'pledge', originals: 1 }] }))).not.toContain('commit')
    expect(ways(m, d({ materials: [{ code: 'id' }, { code: 'pledge', sent: [{ ticket: 't', name: '承诺书.pdf', size: 1, hash: '', type: '' }] }] }))[0]).toBe('commit')
  })
  it('CAT-30: only receives a theme; its parts are accepted one by one', () => expect(ways(matter({ kind: 'theme' }), d({ materials: all }))).toEqual(['later']))
  it('is not ready while the party or the form is wrong', () => {
    const form = { groups: [{ title: '', fields: [{ code: 'area', label: '面积', kind: 'number', required: true }] }] }
    const party = { ...emptyParty(), kind: 'person', name: '俞某', idNumber: '990101199001010015', phone: '19900001244' }
    expect(unready(d({ party }), form, [])).toBe(true)
    expect(submission(d({ form: { area: '42', left: 1 } }), form).form).toEqual({ area: 42 })
  })
})
