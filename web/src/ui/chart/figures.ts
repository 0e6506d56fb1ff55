import type { EChartsCoreOption } from 'echarts/core'
import type { RouteLocationRaw } from 'vue-router'

/** `rows` are bars that lie, one below the other, so that each has its name beside it. */
export type ChartKind = 'bar' | 'stacked' | 'rows' | 'line' | 'pie'

export interface Series {
  name: string
  values: (number | null)[]
  /** The list behind each figure. */
  links?: (RouteLocationRaw | null)[]
  /** A colour that means something; without one the series takes its place in the palette. */
  tone?: 'green' | 'amber' | 'red' | 'grey'
}

export interface Palette {
  ink: string
  quiet: string
  line: string
  surface: string
  green: string
  amber: string
  red: string
  grey: string
  series: string[]
}

// Distinct in lightness as well as hue, so that they can be told apart in grey print; none is one of the four meanings.
const light = ['#0f6478', '#5a4fa3', '#3d93b8', '#8a6d9e', '#2f4858', '#7fa9b3']
const dim = ['#63c0d4', '#a79cf0', '#3d93b8', '#c7a9dd', '#b9cdd6', '#5f8792']

/** Reads the palette off the tokens that the page shows now. */
export function palette(dark: boolean): Palette {
  const css = getComputedStyle(document.documentElement)
  const token = (name: string) => css.getPropertyValue(`--${name}`).trim()
  return {
    ink: token('ink'),
    quiet: token('ink-3'),
    line: token('line'),
    surface: token('surface'),
    green: token('green'),
    amber: token('amber'),
    red: token('red'),
    grey: token('grey'),
    series: dark ? dim : light,
  }
}

/**
 * The drawing of a table of figures. The tooltip is drawn on the canvas: as HTML it would need inline styles, which the
 * content security policy forbids. Patterns come on so that no series is told by colour alone. `most` is where the axis of
 * the figures ends at the latest.
 */
export function chartOption(kind: ChartKind, x: string[], series: Series[], p: Palette, px: number, most?: number): EChartsCoreOption {
  const text = { color: p.ink, fontSize: px, fontFamily: 'system-ui, sans-serif' }
  const colors = series.map((s, i) => (s.tone ? p[s.tone] : p.series[i % p.series.length]!))
  const shared = {
    color: colors,
    textStyle: text,
    animationDuration: 300,
    aria: { enabled: true, decal: { show: series.length > 1 || kind === 'pie' } },
    tooltip: {
      renderMode: 'richText',
      trigger: kind === 'pie' ? 'item' : 'axis',
      backgroundColor: p.surface,
      borderColor: p.line,
      textStyle: text,
      axisPointer: { type: kind === 'line' ? 'line' : 'shadow' },
    },
    legend: series.length > 1 || kind === 'pie' ? { top: 0, left: 0, textStyle: text, itemGap: px } : undefined,
  }
  if (kind === 'pie') {
    const data = x.map((name, i) => ({ name, value: series[0]?.values[i] ?? 0 }))
    return {
      ...shared,
      color: p.series,
      series: [{ type: 'pie', radius: ['42%', '68%'], center: ['50%', '56%'], data, label: { ...text, formatter: '{b} {c}' }, itemStyle: { borderColor: p.surface, borderWidth: 2 } }],
    }
  }
  const axis = { axisLabel: { ...text, color: p.quiet }, axisLine: { lineStyle: { color: p.line } }, axisTick: { show: false } }
  const figures = { type: 'value', scale: kind === 'line', max: most, ...axis, splitLine: { lineStyle: { color: p.line } } }
  const lying = kind === 'rows'
  const names = lying
    ? { type: 'category', data: x, inverse: true, ...axis, axisLabel: { ...axis.axisLabel, interval: 0, width: px * 12, overflow: 'truncate' } }
    : // The last label always stands, and ends with the picture instead of being cut by it.
      { type: 'category', data: x, ...axis, axisLabel: { ...axis.axisLabel, hideOverlap: true, showMaxLabel: true, alignMaxLabel: 'right' } }
  return {
    ...shared,
    grid: { left: 0, right: lying ? px * 2 : px, top: series.length > 1 ? px * 3 : px, bottom: 0, containLabel: true },
    xAxis: lying ? figures : names,
    yAxis: lying ? names : figures,
    series: series.map((s) => ({
      name: s.name,
      type: kind === 'line' ? 'line' : 'bar',
      stack: kind === 'stacked' || lying ? 'all' : undefined,
      data: s.values,
      barMaxWidth: 36,
      symbolSize: 7,
      lineStyle: { width: 2.5 },
      itemStyle: { borderRadius: kind === 'bar' ? [3, 3, 0, 0] : 0 },
    })),
  }
}
