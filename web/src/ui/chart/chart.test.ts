import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import ChartWithTable from './ChartWithTable.vue'
import { csv } from './csv'
import { chartOption, palette, type Series } from './figures'

const series: Series[] = [
  { name: '受理', values: [1200, null], links: ['/orders?day=1', null] },
  { name: '超期', values: [3, 0], tone: 'red' },
]
const x = ['11月20日', '11月21日']

describe('chartOption', () => {
  const option = chartOption('bar', x, series, { ...palette(false), red: '#ae2119' }, 13) as {
    color: string[]
    tooltip: { renderMode: string }
    series: { data: unknown }[]
  }
  it('keeps the colour that means late', () => expect(option.color[1]).toBe('#ae2119'))
  it('draws tooltips on the canvas, as the security policy allows no inline style', () => expect(option.tooltip.renderMode).toBe('richText'))
  it('names every bar that lies, and ends the axis of rates at 100', () =>
    expect(chartOption('rows', x, series, palette(false), 13, 100)).toMatchObject({ yAxis: { data: x, inverse: true, axisLabel: { interval: 0 } }, xAxis: { max: 100 } }))
  it('always labels the last one', () => expect(chartOption('bar', x, series, palette(false), 13)).toMatchObject({ xAxis: { axisLabel: { showMaxLabel: true } } }))
  it('leaves a missing figure missing', () => expect(option.series[0]!.data).toEqual([1200, null]))
})

it('saves its figures as text that no spreadsheet takes for a formula', () =>
  expect(csv('日期', ['11月20日', '=1+1'], series)).toBe('\uFEFF"日期","受理","超期"\r\n"11月20日",1200,3\r\n"\'=1+1",,0\r\n'))

describe('ChartWithTable', () => {
  it('has the figures as a table, each linked to the list behind it', async () => {
    const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:x(.*)*', component: { template: '<i/>' } }] })
    const w = mount(ChartWithTable, {
      props: { title: '每日受理', kind: 'bar', head: '日期', x, series },
      global: { plugins: [router], stubs: { EChart: true } },
    })
    await w.find('button').trigger('click')
    expect(w.find('tbody a').attributes('href')).toBe('/orders?day=1')
    expect(w.find('tbody a').attributes('aria-label')).toBe('11月20日 受理：1,200，打开清单'.replace(' ', '，'))
    expect(w.findAll('tbody td').map((d) => d.text())).toEqual(['1,200', '3', '—', '0'])
  })
})
