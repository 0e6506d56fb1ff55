import type { Problem } from '@/api/problem'

export type State = 'empty' | 'loading' | 'refused' | 'notFound' | 'offline' | 'ended' | 'failed'

/** The state page that belongs to a refusal. */
export function stateOf(problem: Problem): State {
  if (problem.offline) return 'offline'
  if (problem.sessionEnded) return 'ended'
  if (problem.refused) return 'refused'
  if (problem.notFound) return 'notFound'
  return 'failed'
}
