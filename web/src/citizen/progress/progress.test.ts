import { flushPromises, mount } from '@vue/test-utils'
import { readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import ApplicationProgress from './ApplicationProgress.vue'
import type { Progress } from './data'
import FeesPaid from './FeesPaid.vue'
import PaperList from './PaperList.vue'
import { kindOf } from './kind'
import { stageOf } from './stage'

// The states of the application's life, from the drawing that is made of the code.
const drawn = readFileSync('../docs/flows/approval.application.md', 'utf8')
const states = [...new Set([...drawn.matchAll(/^\s*(?:state "[^"]*" as )?([a-z_]+)(?= *(?::|-->|$))/gm)].map((m) => m[1]!))]

describe('stageOf', () => {
  it('says for every state where it stands and what to do, and nothing twice', () => {
    expect(states).toContain('correcting')
    const said = states.filter((s) => s !== 'state').map((state) => stageOf({ state, granted: true }))
    for (const s of said) expect(s.now && s.next).toBeTruthy()
    expect(stageOf({ state: 'correcting', granted: true }).now).not.toBe(stageOf({ state: 'submitted', granted: true }).now)
  })
  it('names the step it is at', () => expect(stageOf({ state: 'reviewing', stepName: '科长审查', granted: true }).now).toContain('科长审查'))
  it('does not call done what was revoked', () => expect(stageOf({ state: 'delivered', granted: true, revoked: true }).now).toContain('撤销'))
  it('says when the clock stands still', () => expect(stageOf({ state: 'reviewing', stepName: '科长审查', granted: true, paused: true }).now).toContain('暂停'))
  it.each(['decided', 'delivered'])('does not congratulate on a refusal that is %s', (state) => expect(stageOf({ state, granted: false }).now).toBe('决定不予'))
})

describe('who is still asked for something', () => {
  const owes = (papers: boolean, fees: boolean) => stageOf({ state: 'reviewing', granted: true, owes: { papers, fees } }).next
  it('is told what, and not to wait', () => {
    expect(owes(true, false)).toMatch(/补交/)
    expect(owes(false, true)).toMatch(/缴费/)
    expect(owes(true, true)).toMatch(/补交.*缴费/)
    for (const said of [owes(true, false), owes(false, true), owes(true, true)]) expect(said).not.toContain('不用做什么')
    expect(owes(false, false)).toContain('不用做什么')
  })
  it('still reads why the clock stands still', () => expect(stageOf({ state: 'reviewing', granted: true, paused: true, owes: { papers: true, fees: false } }).next).toMatch(/补交.*听证/))
  it('TIME-03: reads of a paper that may follow that it may, and by when, not that it must be there', () => {
    vi.stubGlobal('fetch', () => new Promise(() => {})) // which files may be sent is of no concern here
    const progress = {
      number: 'BJ1', version: 1, item: '事项', state: 'reviewing', dept: '局', standing: { light: 'green', paused: false }, strip: [], materials: [], delays: [], documents: [], fees: [], feesDue: [],
      steps: [], lacking: [{ code: 'a', name: '租赁合同', what: '最迟2026年12月1日补齐' }], may: ['send_tolerated'],
    } as unknown as Progress
    const said = mount(ApplicationProgress, { props: { ticket: { number: 'BJ1', code: '1' }, progress }, global: { stubs: { PaperList: true, StorySteps: true, DeadlineLight: true } } }).text()
    expect(said).toMatch(/可以后补.*最迟2026年12月1日补齐/)
    expect(said).not.toMatch(/必须交|不用做什么/)
  })
})

it('names a file by the material that it stands for', async () => {
  const sent = [{ id: 'f', name: 'a.png', type: 'image/png', size: 1, addedAt: '2026-11-20T02:00:00Z', mine: true }]
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(sent), { headers: { 'Content-Type': 'application/json' } })))
  const progress = { documents: [], materials: [{ code: 'lease', name: '租赁合同', files: ['f'] }] } as unknown as Progress
  const w = mount(PaperList, { props: { ticket: { number: 'BJ1', code: '1' }, progress } })
  await flushPromises()
  expect(w.text()).toMatch(/租赁合同.*a\.png/)
})

describe('payments', () => {
  const fee = { id: '1', application: 'a', version: 1, code: 'cost', name: '工本费', amount: 1000, slip: 'P1', account: '财政专户', by: '', at: '2026-11-20T02:00:00Z' }
  const shown = (over: { state: string; stateLabel: string; why?: string }) => mount(FeesPaid, { props: { fees: [{ ...fee, ...over }] } }).text()
  it('that are declared wait for the account', () => expect(shown({ state: 'declared', stateLabel: '待核对' })).toMatch(/待核对.*P1.*到账后才能送达/))
  it('that were not found say why', () => expect(shown({ state: 'refused', stateLabel: '未到账', why: '没有入账记录' })).toMatch(/未到账.*退回原因：没有入账记录/))
})

describe('kindOf', () => {
  it.each([
    ['20261121-00065', 'order'],
    ['BJ20261121-00065', 'application'],
    ['YJ20261121-00065', 'joint'],
    ['XM20261121-00065', 'joint'],
    ['YJ20261121-00065-2', 'application'],
    ['BJ20261121-00065-H1', 'application'],
    ['', 'order'],
  ])('%s is an %s', (number, kind) => expect(kindOf(number)).toBe(kind))
})
