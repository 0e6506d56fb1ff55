import { call } from '@/api/loose'
import type { StripDay } from '@/ui/deadline/days'
import { readExtensions, type Question } from './question'

export interface Step {
  kind: string
  date: string
  to: string
  text: string
  rule?: string
}

export interface Answer {
  first: string
  last: string
  due: string
  provisional?: boolean
  paused?: boolean
  why: string
  steps: Step[]
  strip: StripDay[]
}

export function compute(q: Question): Promise<Answer> {
  const sameDay = q.unit === 'sameday'
  const query = {
    start: q.start, unit: q.unit, amount: sameDay ? undefined : q.amount, region: q.region || undefined,
    pauses: sameDay ? undefined : q.pauses || undefined, extend: sameDay ? undefined : readExtensions(q.extend)?.join(',') || undefined,
  }
  return call<Answer>('GET', '/api/public/deadline', { params: { query } })
}
