import { isoDay } from '@/ui/format'
import type { Row } from '../types'

/** Of several lists the rows whose limit ends today or has ended, each once, the nearest end first. */
export function dues(lists: Row[][], now: number, most: number): Row[] {
  const byId = new Map(lists.flat().map((r) => [r.id, r]))
  const tomorrow = Date.parse(`${isoDay(now)}T00:00:00+08:00`) + 86_400_000
  return [...byId.values()]
    .filter((r) => r.due && !r.standing?.stopped && !r.standing?.paused && Date.parse(r.due) <= tomorrow)
    .sort((a, b) => Date.parse(a.due!) - Date.parse(b.due!))
    .slice(0, most)
}
