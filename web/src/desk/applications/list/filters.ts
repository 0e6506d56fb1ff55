import type { Query } from '../calls'

/** What narrows a list, as it stands in the address and in the question. No personal data: addresses are logged. */
export const noFilters = {
  q: '', of: '', states: [] as string[], items: [] as string[], channels: [] as string[], dept: '', region: '', from: '', to: '', mine: '', late: '', overdue: '', untold: '', sort: '',
}

export type Filters = typeof noFilters

const flags = ['mine', 'late', 'overdue', 'untold']

/** The question to the server: only what narrows. */
export function question(box: string, f: Filters): Query {
  const given = Object.entries(f).filter(([, v]) => v.length > 0)
  const query: Query = Object.fromEntries(given.map(([k, v]) => [k, flags.includes(k) ? true : v]))
  return box ? { ...query, box } : query
}

/** How many filters narrow; the order of the rows is not one. */
export function narrowing(f: Filters): number {
  return Object.entries(f).filter(([k, v]) => k !== 'sort' && v.length > 0).length
}
