import type { BoxCount } from '../case/types'

/** The work lists that are a role's own; what else it may do comes after them. */
const own: Record<string, string[]> = {
  operator: ['accept', 'revisit'],
  dispatcher: ['dispatch'],
  handler: ['sign', 'handle', 'assist', 'give_back', 'tell_extension'],
  head: ['sign_off', 'sign', 'handle', 'assist', 'give_back'],
  revisitor: ['conclude', 'revisit', 'archive'],
  arbiter: ['rule_return', 'rule_extension', 'dispute'],
  inspector: ['notice', 'tracked'],
  legal: ['review'],
  leader: ['decide', 'sign_off'],
  duty: ['sign'],
}

/**
 * A person's work lists, what he does next first: of those in which something waits, his role's own, then those with
 * something late, each in the order of an order's life.
 */
export function arranged(boxes: BoxCount[], roles: string[]): BoxCount[] {
  const mine = new Set(roles.flatMap((r) => own[r] ?? []))
  const weight = (b: BoxCount) => Number(!b.count) * 4 + Number(!mine.has(b.key)) * 2 + Number(!b.late)
  return [...boxes].sort((x, y) => weight(x) - weight(y))
}
