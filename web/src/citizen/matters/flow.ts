/** A station that an application passes through, and where it goes from there. */
export interface Station {
  id: string
  name: string
  /** Its own share of the time, '' when it has none. */
  limit: string
  kind: 'end' | 'step' | 'decision'
  /** Where it leads other than to the next station. */
  turns: { on: string; to: string }[]
}

const node = /(\w+)(?:\(\[(.*?)\]\)|\[(.*?)\]|\{(.*?)\})/g
const edge = /^\s*(\w+)(?:\(\[.*?\]\)|\[.*?\]|\{.*?\})?\s*-->\s*(?:\|(.*?)\|\s*)?(\w+)/

/** Reads the flow chart of an item (catalog.Draw) as a list of stations, the way most applications go, with the turns off it. */
export function stationsOf(drawing: string): Station[] {
  const stations = new Map<string, Station>()
  const edges: { from: string; on: string; to: string }[] = []
  for (const line of drawing.split('\n').slice(1)) {
    for (const [, id, end, step, decision] of line.matchAll(node)) {
      const [name = '', limit = ''] = (end ?? step ?? decision ?? '').split('<br/>')
      if (!stations.has(id!)) stations.set(id!, { id: id!, name: name.trim(), limit, kind: end !== undefined ? 'end' : decision !== undefined ? 'decision' : 'step', turns: [] })
    }
    const found = edge.exec(line)
    if (found) edges.push({ from: found[1]!, on: found[2] ?? '', to: found[3]! })
  }
  const order = [...stations.values()].sort((a, b) => rank(a) - rank(b))
  for (const e of edges) {
    const at = order.findIndex((s) => s.id === e.from)
    if (at >= 0 && order[at + 1]?.id !== e.to) order[at]!.turns.push({ on: e.on, to: stations.get(e.to)?.name ?? '' })
  }
  return order
}

const ends: Record<string, number> = { apply: -2, accept: -1, decide: 1e6, deliver: 1e6 + 1 }
const rank = (s: Station) => ends[s.id] ?? Number(s.id.slice(1))
