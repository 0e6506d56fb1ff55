import { useIntent } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import type { Form } from '@/ui/form/answers/fields'
import { calls } from '../calls'
import type { Receipt } from '../types'
import { act } from '../verbCalls'
import { submission, type Draft, type Next } from './draft'

export interface Taken {
  receipt: Receipt
  itemName: string
  next: Next
  /** What was refused after the receipt itself stood. */
  problem?: Problem
}

const verbs: Record<Next, string> = { accept: 'accept', spot: 'decide_on_spot', correct: 'correct', later: '' }

/**
 * Takes an application, once however often it is sent, and goes on with it as was asked: accepts, decides on the spot, or
 * tells what is missing. The receipt stands even if that is refused.
 */
export function useTake() {
  const intent = useIntent()

  return async function take(d: Draft, form: Form, itemName: string): Promise<Taken> {
    const receipt = await calls.take(submission(d, form), intent.headers())
    intent.renew()
    const next = d.next || 'later'
    const taken: Taken = { receipt, itemName, next }
    if (next === 'later') return taken
    try {
      const answers = next === 'spot' ? { outcome: 'grant' } : next === 'correct' ? { wrong: d.wrong } : {}
      await act('applications', receipt.id, verbs[next], receipt.version, answers)
    } catch (error) {
      taken.problem = asProblem(error)
    }
    return taken
  }
}
