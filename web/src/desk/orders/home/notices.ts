import { isoDay } from '@/ui/format'
import type { Notice } from '../types'

/** What was told about one order: the latest of it, and all notices that are taken note of with it. */
export interface Told {
  order: string
  title: string
  at: string
  ids: string[]
}

/** The orders of which the same was told last. */
export interface Telling {
  kind: string
  text: string
  orders: Told[]
}

/** Each order once, under what was told of it last; the latest first. Later news of an order makes the earlier needless. */
function tellings(notices: Notice[]): Telling[] {
  const byOrder = new Map<string, Notice[]>()
  for (const n of notices) byOrder.set(n.order, [...(byOrder.get(n.order) ?? []), n])
  const byKind = new Map<string, Telling>()
  for (const [order, all] of byOrder) {
    const last = all[0]! // the server gives the latest first
    const telling = byKind.get(last.kind) ?? { kind: last.kind, text: last.text, orders: [] }
    telling.orders.push({ order, title: last.title, at: last.at, ids: all.map((n) => n.id) })
    byKind.set(last.kind, telling)
  }
  return [...byKind.values()]
}

/** What was told today, and what before. An order of which there is news today is not in the earlier part. */
export function sorted(notices: Notice[], now: number): { today: Telling[]; earlier: Telling[] } {
  const fresh = new Set(notices.filter((n) => isoDay(n.at) === isoDay(now)).map((n) => n.order))
  const part = (today: boolean) => tellings(notices.filter((n) => fresh.has(n.order) === today))
  return { today: part(true), earlier: part(false) }
}

/** The page of what was told about: notices of applications, and of what links several, lie among those of orders. */
export function pageOf(kind: string, id: string): string {
  if (kind.startsWith('application.joint.')) return `/joints/${id}`
  return kind.startsWith('application.') ? `/applications/${id}` : `/orders/${id}`
}

export const idsOf = (t: Telling) => t.orders.flatMap((o) => o.ids)
export const ordersIn = (all: Telling[]) => all.reduce((n, t) => n + t.orders.length, 0)
