import type { RouteLocationRaw } from 'vue-router'
import type { Figure, Opened, Row, Scope } from './data'

/** A rate as it is published: two decimals, — where nothing can be divided. */
export const rateWords = (rate: number | null | undefined) => (rate == null ? '—' : `${rate.toFixed(2)}%`)

export const figureOf = (row: Pick<Row, 'figures'>, key: string): Figure =>
  row.figures.find((f) => f.key === key) ?? { key, numerator: 0, denominator: 0, rate: null }

const clean = (q: Record<string, string>) => Object.fromEntries(Object.entries(q).filter(([, v]) => v !== ''))

/** The list behind a part of a figure of orders. */
export function listBehind(scope: Scope, opened: Partial<Opened>): RouteLocationRaw {
  return { name: 'stats-list', query: clean({ ...scope, ...opened }) }
}

/** The online rate counts days. Behind it stand the units with their days, or of those only the ones that lower it. */
export function unitsBehind(scope: Scope, by: string, part: 'denominator' | 'rest'): RouteLocationRaw {
  return { name: 'stats-units', query: clean({ ...scope, by, part }) }
}

/** The days of one unit. */
export function daysBehind(scope: Scope, dept: string): RouteLocationRaw {
  return { name: 'stats-days', query: clean({ ...scope, dept }) }
}

/** The scope of one line of a ranking. */
export const narrowed = (scope: Scope, by: string, key: string): Scope => (key ? { ...scope, [by === 'region' ? 'region' : 'dept']: key } : scope)

/** The places that several rows share, each as "<figure> <rank>". */
export function tiedPlaces(rows: Pick<Row, 'figures'>[]): Set<string> {
  const seen = new Set<string>()
  const tied = new Set<string>()
  for (const f of rows.flatMap((r) => r.figures)) {
    const place = `${f.key} ${f.rank}`
    if (f.rank) (seen.has(place) ? tied : seen).add(place)
  }
  return tied
}
