import type { BoxCount } from '../case/types'

/** The work lists that are a role's own; what else it may do comes after them. */
const own: Record<string, string[]> = {
  clerk: ['accept', 'correct', 'deliver'],
  issuer: ['deliver'],
  reviewer: ['hand_over', 'review', 'verify', 'opinion', 'check', 'tell_extension', 'lead_bundle', 'lead_project'],
  chief: ['accept', 'sign', 'review', 'verify', 'hand_over'],
  head: ['decide', 'rule_extension', 'verify', 'lead_bundle', 'lead_project'],
  leader: ['decide', 'rule_extension'],
  arbiter: ['rule_overdue', 'deem'],
  inspector: ['rule_overdue', 'deem'],
}

/** Lists that only repeat what stands in another for who may decide in his own right. */
const same: Record<string, string> = { sign: 'decide' }

/**
 * A person's work lists, what he does next first: of those in which something waits his role's own, then those with
 * something late, each in the order of an application's life.
 */
export function arranged(boxes: BoxCount[], roles: string[]): BoxCount[] {
  const mine = new Set(roles.flatMap((r) => own[r] ?? []))
  const keys = new Set(boxes.map((b) => b.key))
  const weight = (b: BoxCount) => Number(!b.count) * 4 + Number(!mine.has(b.key)) * 2 + Number(!b.late)
  return boxes.filter((b) => !keys.has(same[b.key] ?? '')).sort((x, y) => weight(x) - weight(y))
}
