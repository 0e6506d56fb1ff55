import { useIntent } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import { calls } from '../calls'
import type { Ref } from '../types'
import type { Answers } from '../verbCalls'
import { answers } from '../../case/verb'
import { bulkDispatch } from '../verbs/verbs'
import { appeal, type Draft } from './draft'

export interface Saved {
  ref: Ref
  /** What is read to the caller, with the number: by both he sees his order. */
  code: string
  /** What was refused after the appeal itself had been written down. */
  later: { what: 'dispatch' | 'join'; problem: Problem }[]
}

/**
 * Writes an appeal down, once however often it is sent, and then does what was asked with it: joins it to another, and
 * dispatches it. The appeal stands even if one of these is refused.
 */
export function useSave() {
  const intent = useIntent()

  return async function save(d: Draft, other: string): Promise<Saved> {
    const { code, ...registered } = await calls.register(appeal(d), intent.headers())
    let ref: Ref = registered
    intent.renew()
    const later: Saved['later'] = []
    const then = async (what: 'dispatch' | 'join', done: () => Promise<Ref>) => {
      try {
        ref = await done()
      } catch (error) {
        later.push({ what, problem: asProblem(error) })
      }
    }
    if (d.exit.disposition === 'order') {
      if (other) await then('join', () => calls.act(ref.id, 'group', ref.version, { other }))
      if (d.direct) await then('dispatch', () => calls.act(ref.id, 'dispatch', ref.version, answers(bulkDispatch, d.assignment) as Answers<'dispatch'>))
    }
    return { ref, code, later }
  }
}
