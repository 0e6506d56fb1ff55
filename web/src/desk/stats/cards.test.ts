import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import RateCards from './RateCards.vue'
import stats from './routes'
import type { Table } from './data'

it('each number of each rate opens what it counts, days as well as orders', () => {
  const rate = (key: string) => ({ key, numerator: 512, denominator: 525, rate: 97.52 })
  const formula = (key: string) => ({ key, name: key, sentence: '', numerator: '', denominator: '', rule: 'HOT-05', version: 1 })
  const table: Table = { formulas: [formula('online'), formula('closing')], rows: [], total: { key: '', name: '合计', counts: {}, figures: [rate('online'), rate('closing')] }, standing: { building: false }, asOf: '' } as unknown as Table
  const router = createRouter({ history: createMemoryHistory(), routes: stats.routes.map((r) => ({ ...r, path: `/${r.path}` })) })
  const w = mount(RateCards, { props: { table, by: 'dept', scope: { from: '2026-11-01', to: '2026-11-21', dept: '', region: '', kind: '' } }, global: { plugins: [router], stubs: { FormulaNote: true } } })
  const period = 'from=2026-11-01&to=2026-11-21'
  expect(w.findAll('a').map((a) => a.attributes('href'))).toEqual([
    ...['denominator', 'denominator', 'rest'].map((part) => `/stats/online?${period}&by=dept&part=${part}`),
    ...['numerator', 'denominator', 'rest'].map((part) => `/stats/list?${period}&figure=closing&part=${part}`),
  ])
  expect(w.text()).toContain('未达到13天')
})
