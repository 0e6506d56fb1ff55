import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import DrillRanking from './DrillRanking.vue'
import { useSession } from '../session'
import DueCards from './DueCards.vue'
import RoundsTab from './RoundsTab.vue'

beforeEach(() => vi.stubGlobal('fetch', async () => new Response('[]', { headers: { 'Content-Type': 'application/json' } })))
afterEach(() => vi.unstubAllGlobals())

const base = { kind: 'patrol', label: '大厅巡查', who: '值班领导', rule: 'DUTY-09', from: '2026-11-20', to: '2026-11-20', required: 2, recorded: 1, light: 'amber', sentence: '今天应有2次，已记录1次。' }
const kinds = [{ key: 'patrol', label: '大厅巡查', who: '值班领导', per: 'day' as const, rule: 'DUTY-09' }]

describe('what is asked for and what was done', () => {
  it('says the light in words, and how often', () => {
    const text = mount(DueCards, { props: { now: [base], gaps: [], kinds } }).find('.cards').text()
    expect(text).toContain('还没做到')
    expect(text).toContain('今天应有2次，已记录1次。')
    expect(text).toContain('值班领导 · 每个工作日')
  })
  it('lists what was missed', () => {
    const w = mount(DueCards, { props: { now: [], gaps: [{ ...base, light: 'red', sentence: '11月19日大厅巡查应有2次，只记录0次。' }], kinds } })
    expect(w.find('.missed li').text()).toContain('11月19日大厅巡查应有2次')
    expect(w.text()).not.toContain('没有缺漏')
  })
})

describe('what many units missed', () => {
  it('is one line with the number, which opens the units', () => {
    const gap = { ...base, kind: 'stationed', light: 'red', sentence: '11月19日有4个单位没有首席代表在岗。', units: ['甲局', '乙局', '丙局', '丁局'] }
    const line = mount(DueCards, { props: { now: [], gaps: [gap], kinds } }).find('.missed li')
    expect(line.find('details').attributes('open')).toBeUndefined()
    expect(line.find('details').text()).toContain('甲局、乙局、丙局、丁局')
  })
})

describe('the ranking of a drill', () => {
  const stations = [
    { department: 'a', name: '公安局', called: '2026-11-17T11:30:00Z', arrived: '2026-11-17T11:37:30Z', seconds: 450, rank: 1 },
    { department: 'b', name: '供水公司', called: '2026-11-17T11:30:00Z', seconds: 0, rank: 0 },
  ]
  const drill = { id: 'd', department: 'h', title: '夜间停电', place: '望禾镇', by: '某', at: '2026-11-17T11:30:00Z', stations }
  const table = (editable: boolean) => mount(DrillRanking, { props: { drill, said: String, editable } })
  it('says how long each took, and who is not there yet', () => {
    const rows = table(false).findAll('tbody tr').map((r) => r.text())
    expect(rows[0]).toContain('7分钟30秒')
    expect(rows[1]).toContain('尚未到场')
    expect(table(false).find('el-button').exists()).toBe(false)
  })
})

describe('what one may write down now', () => {
  const tab = async (mine: object[]) => {
    const lists: Record<string, unknown> = { due: { now: [], gaps: [], mine }, 'round-kinds': [{ key: 'lead', label: '部门领导带班', permission: 'duty.attend', per: 'turn', who: '部门领导', rule: 'DUTY-12' }] }
    vi.stubGlobal('fetch', async (r: Request) => new Response(JSON.stringify(lists[new URL(r.url).pathname.split('/').pop()!] ?? { items: [] }), { headers: { 'Content-Type': 'application/json' } }))
    const pinia = createPinia()
    const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: RoundsTab }] })
    await router.push('/')
    useSession(pinia).me = { permissions: ['duty.attend'] } as never
    const w = mount(RoundsTab, { props: { dept: 'h' }, global: { plugins: [pinia, router], stubs: { SpanPick: true, PlainSelect: true, ExportButton: true, DataTable: true } } })
    await flushPromises()
    return w
  }
  it('DUTY-12: says in a sentence that nothing is left, instead of a form', async () => {
    const none = await tab([])
    expect(none.text()).toContain('您现在没有要记录的')
    expect(none.text()).not.toContain('记一次')
    const some = await tab([{ kind: 'lead', from: '2026-11-20T01:00:00Z', to: '2026-11-20T09:30:00Z' }])
    expect(some.text()).not.toContain('您现在没有要记录的')
    expect(some.text()).toContain('记一次')
  })
})
