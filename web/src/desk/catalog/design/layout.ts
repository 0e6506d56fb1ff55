import type { Plan, Step } from '../types'

/** A way from one station of a drawn flow to another, by their places. `on` is the finding that leads there. */
export interface Way {
  from: number
  to: number
  on: string
}

/** The places to which a step may lead, as the server walks a plan (catalog.next): its branches, and unless one of them is for passing, the next steps up to the first that concerns everybody. */
export function next(steps: Step[], n: number): { to: number; on: string }[] {
  const branches = (steps[n]!.then ?? []).map((b) => ({ to: steps.findIndex((s) => s.code === b.to), on: b.finding })).filter((b) => b.to >= 0)
  return branches.some((b) => b.on === 'pass') ? branches : [...branches, ...following(steps, n + 1).map((to) => ({ to, on: '' }))]
}

/** From a place onward: the steps that may be passed over, up to the first that concerns everybody. */
function following(steps: Step[], from: number): number[] {
  const out: number[] = []
  for (let m = from; m < steps.length; m++) {
    out.push(m)
    if (!steps[m]!.when?.length) break
  }
  return out
}

/** Every way of a plan between its steps; the last step leads to the delivery. */
export function ways(plan: Plan): Way[] {
  return plan.steps.slice(0, -1).flatMap((_, n) => next(plan.steps, n).map((w) => ({ from: n, ...w })))
}

/** The steps that lie on no way from acceptance to the decision: dead ends, and what cannot be reached (TIME-18). */
export function stranded(plan: Plan): number[] {
  const all = ways(plan)
  const last = plan.steps.length - 1
  const reached = walk(following(plan.steps, 0), (n) => all.filter((w) => w.from === n).map((w) => w.to))
  const ends = walk([last], (n) => all.filter((w) => w.to === n).map((w) => w.from))
  return plan.steps.map((_, n) => n).filter((n) => !reached.has(n) || !ends.has(n))
}

function walk(from: number[], onward: (n: number) => number[]): Set<number> {
  const seen = new Set<number>()
  const open = [...from]
  while (open.length) {
    const n = open.pop()!
    if (seen.has(n) || n < 0) continue
    seen.add(n)
    open.push(...onward(n))
  }
  return seen
}

/** The ways that are no simple step down, each in a lane of its own so that none covers another: the shorter, the nearer. */
export function lanes(all: Way[]): (Way & { lane: number })[] {
  const side = all.filter((w) => w.to !== w.from + 1).sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from))
  const taken: { top: number; end: number }[][] = []
  return side.map((w) => {
    const top = Math.min(w.from, w.to)
    const end = Math.max(w.from, w.to)
    let lane = taken.findIndex((l) => l.every((x) => x.end < top || x.top > end))
    if (lane < 0) lane = taken.push([]) - 1
    taken[lane]!.push({ top, end })
    return { ...w, lane }
  })
}
