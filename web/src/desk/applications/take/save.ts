import { useIntent } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import { upload } from '@/api/upload'
import { address, calls } from '../calls'
import type { Receipt } from '../types'
import { act } from '../verbCalls'
import { lacking, submission, type Draft, type Next } from './draft'
import type { Kind, Matter } from './matter'

export interface Taken {
  kind: Kind | 'project'
  receipt: Receipt
  name: string
  next: Next
  /** What was refused after the receipt itself stood. */
  problem?: Problem
}

const verbs: Record<Next, string> = { accept: 'accept', tolerate: 'accept', spot: 'decide_on_spot', commit: 'grant_on_commitment', correct: 'correct', later: '' }

/**
 * Takes an application, once however often it is sent, and goes on with it as was asked: accepts, decides on the spot, or
 * tells what is missing. The receipt stands even if that is refused.
 */
export function useTake() {
  const intent = useIntent()

  return async function take(d: Draft, m: Matter): Promise<Taken> {
    const body = submission(d, m.form)
    const receipt = await (d.kind === 'theme' ? calls.takeTheme({ ...body, bundle: d.subject }, intent.headers()) : calls.take({ ...body, item: d.subject }, intent.headers()))
    intent.renew()
    const next = d.next || 'later'
    const taken: Taken = { kind: d.kind, receipt, name: m.name, next }
    if (next === 'later') return taken
    try {
      const { version, answers } = await answersFor(next, d, m, receipt)
      await act('applications', receipt.id, verbs[next], version, answers)
    } catch (error) {
      taken.problem = asProblem(error)
    }
    return taken
  }
}

/** What the next verb is told. A promise is attached first, and the application has another version then. */
async function answersFor(next: Next, d: Draft, m: Matter, { id, version }: Receipt) {
  if (next === 'tolerate') {
    const promise = await upload<{ file: string; version: number }>(address.attach(id), d.promise!, () => {}).done
    return { version: promise.version, answers: { tolerate: lacking(m, d, 'tolerable').map((x) => x.code), promise: promise.file, ...(d.due && { due: d.due }) } }
  }
  return { version, answers: next === 'spot' ? { outcome: 'grant' } : next === 'correct' ? { wrong: d.wrong } : {} }
}
