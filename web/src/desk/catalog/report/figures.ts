import type { RouteLocationRaw } from 'vue-router'
import type { Series } from '@/ui/chart/figures'
import type { Report } from '../types'
import { t } from '../words'

/** The list in this report that stands behind a figure, narrowed to one department. */
export const listIn = (tab: string, dept = ''): RouteLocationRaw => ({ path: '/catalog/report', query: { tab, ...(dept && { dept }) } })
/** The items that stand behind a figure. */
export const items = (query: { [k: string]: string }): RouteLocationRaw => ({ path: '/catalog/items', query })

interface Table {
  x: string[]
  series: Series[]
}

/** How many items of each department are entered and authorised, and how many are not (GAP-23). */
export function inPlace(r: Report): Table {
  const d = r.departments
  const links = (tab: string) => d.map((x) => listIn(tab, x.dept))
  return {
    x: d.map((x) => x.name),
    series: [
      { name: t('published'), values: d.map((x) => x.items), links: d.map((x) => items({ dept: x.dept, statuses: 'published' })) },
      { name: t('tabNotEntered'), values: d.map((x) => r.notEntered.filter((i) => i.dept === x.dept).length), links: links('notEntered'), tone: 'amber' },
      { name: t('tabUnauthorised'), values: d.map((x) => r.unauthorised.filter((i) => i.dept === x.dept).length), links: links('unauthorised'), tone: 'red' },
    ],
  }
}

/** How many limits of each department have been cut as far as is asked (TIME-23, TIME-24), and how many have not. */
export function compression(r: Report): Table {
  const depts = [...new Map(r.cuts.map((c) => [c.item.dept, c.item.deptName]))]
  const count = (dept: string, reached: boolean) => r.cuts.filter((c) => c.item.dept === dept && c.reached === reached).length
  const links = depts.map(([id]) => listIn('cuts', id))
  return {
    x: depts.map(([, name]) => name),
    series: [
      { name: t('reached'), values: depts.map(([id]) => count(id, true)), links, tone: 'green' },
      { name: t('notReached'), values: depts.map(([id]) => count(id, false)), links, tone: 'amber' },
    ],
  }
}

/** Counts that are named by their words; `keys` gives what the list of items calls them. */
export function counted(counts: Report['types'], filter: string, keys: Map<string, string>): Table {
  return { x: counts.map((c) => c.label), series: [{ name: t('items'), values: counts.map((c) => c.count), links: counts.map((c) => (keys.has(c.label) ? items({ [filter]: keys.get(c.label)! }) : null)) }] }
}
