import type { Load } from './data'

export interface Sum {
  key: string
  name: string
  taken: number
  revisits: number
}

function summed(loads: Load[], keyOf: (l: Load) => string): Sum[] {
  const sums = new Map<string, Sum>()
  for (const l of loads) {
    const key = keyOf(l)
    const sum = sums.get(key) ?? { key, name: l.name, taken: 0, revisits: 0 }
    sum.taken += l.taken
    sum.revisits += l.revisits
    sums.set(key, sum)
  }
  return [...sums.values()]
}

/** Each operator's work, the most first. */
export const byPerson = (loads: Load[]) => summed(loads, (l) => l.person).sort((a, b) => b.taken + b.revisits - a.taken - a.revisits)

/** The work of each hour, from the first that has any to the last, none left out. */
export function byHour(loads: Load[]): Sum[] {
  const sums = summed(loads, (l) => String(l.hour))
  const hours = sums.map((s) => Number(s.key))
  if (!hours.length) return []
  const from = Math.min(...hours)
  return Array.from({ length: Math.max(...hours) - from + 1 }, (_, i) => {
    const key = String(from + i)
    return sums.find((s) => s.key === key) ?? { key, name: '', taken: 0, revisits: 0 }
  })
}
