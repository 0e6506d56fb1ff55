import type { Joint } from './data'

type Part = Joint['record']['parts'][number]

/** In which wave a part can begin: after those it waits for. The number of waves is the longest chain. */
export function waves(parts: Part[]): Part[][] {
  const byItem = new Map(parts.map((p) => [p.item, p]))
  const depth = (p: Part): number => Math.max(0, ...(p.after ?? []).map((x) => (byItem.has(x) ? depth(byItem.get(x)!) + 1 : 0)))
  const out: Part[][] = []
  for (const p of parts) (out[depth(p)] ??= []).push(p)
  return out
}
