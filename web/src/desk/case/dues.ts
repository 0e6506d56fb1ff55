import { isoDay } from '@/ui/format'
import type { Standing } from '@/ui/deadline/standing'

/** A case whose limit may end today. */
export interface Due {
  id: string
  due?: string
  standing?: Standing
}

/** Of several lists the rows whose limit ends today or has ended, each once, the nearest end first. One without a light has none of its own. */
export function dues<R extends Due>(lists: R[][], now: number, most: number): R[] {
  const byId = new Map(lists.flat().map((r) => [r.id, r]))
  const tomorrow = Date.parse(`${isoDay(now)}T00:00:00+08:00`) + 86_400_000
  return [...byId.values()]
    .filter((r) => r.due && r.standing && !r.standing.stopped && !r.standing.paused && Date.parse(r.due) <= tomorrow)
    .sort((a, b) => Date.parse(a.due!) - Date.parse(b.due!))
    .slice(0, most)
}
