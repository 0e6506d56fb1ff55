import type { Query } from '../calls'

/** What narrows the list of items, as it stands in the address and in the question: the handling items, unless other tiers are asked for. */
export const noFilters = { q: '', dept: '', types: [] as string[], classes: [] as string[], statuses: [] as string[], flags: [] as string[], tier: 'handling', parent: '', changing: '' }

export type Filters = typeof noFilters

/** The question to the server: only what narrows. What hangs on a branch of the tree is shown whatever its tier. */
export function question(f: Filters): Query {
  const given = Object.entries(f).filter(([k, v]) => v.length > 0 && !(k === 'tier' && f.parent))
  return Object.fromEntries(given.map(([k, v]) => [k, k === 'changing' ? true : v]))
}

/** How many filters narrow. */
export const narrowing = (f: Filters): number => Object.entries(f).filter(([k, v]) => v.length > 0 && v !== noFilters[k as keyof Filters]).length
