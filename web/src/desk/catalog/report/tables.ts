import type { Report } from '../types'
import { named } from '../reference'
import { t } from '../words'

/** A line of a list behind a figure: an item and what is to be said of it. */
export interface Line {
  id: string
  name: string
  dept: string
  said: string
  rule?: string
}

export type TableKey = 'notEntered' | 'unauthorised' | 'cuts' | 'findings' | 'alike'
type Table = (r: Report, dept: string) => Line[]

const within = (rows: (Line & { deptId?: string })[], dept: string) => rows.filter((l) => !dept || l.deptId === dept)
const lacking = (key: 'notEntered' | 'unauthorised'): Table => (r, dept) => within(r[key].map((i) => ({ id: i.id, name: i.name, dept: i.deptName, deptId: i.dept, said: i.why })), dept)

/** How the limit of an item was cut, in words; what has not been cut enough says how far it should be. */
function cutText(c: Report['cuts'][number]): string {
  const unit = named('units', c.unit)
  return t(c.reached ? 'cutReached' : 'cutMissed', { base: `${c.base}${unit}`, promised: `${c.promised}${unit}`, most: `${c.most}${unit}` })
}

/** The lists behind the figures of the report, each narrowed to a department when one is given. */
export const tables: { [K in TableKey]: Table } = {
  notEntered: lacking('notEntered'),
  unauthorised: lacking('unauthorised'),
  cuts: (r, dept) => within([...r.cuts].sort((a, b) => Number(a.reached) - Number(b.reached)).map((c) => ({ id: c.item.id, name: c.item.name, dept: c.item.deptName, deptId: c.item.dept, said: cutText(c), rule: c.rule })), dept),
  findings: (r) => r.findings.map((f) => ({ id: f.item, name: f.name, dept: '', said: f.message, rule: f.rule })),
  alike: (r, dept) => within(r.alike.flatMap((group) => group.map((i) => ({ id: i.id, name: i.name, dept: i.deptName, deptId: i.dept, said: t('alikeText', { n: group.length }) }))), dept),
}
