import { api, send } from '@/api/client'
import type { components } from '@/api/schema'
import type { StripDay } from '@/ui/deadline/days'
import { readExtensions, type Question } from './question'

export type Step = components['schemas']['DeadlineStep']
export type Answer = components['schemas']['Deadline'] & { strip: StripDay[] }

// The server reads several values of one name as one, separated by commas.
const commas = { querySerializer: { array: { style: 'form', explode: false } } } as const

export function compute(q: Question): Promise<Answer> {
  const term = q.unit === 'sameday' ? {} : { days: q.amount, pause: q.pauses || undefined, extend: readExtensions(q.extend) }
  const query = { start: q.start, unit: q.unit as 'workday' | 'day' | 'sameday', region: q.region || undefined, ...term }
  return send(api.GET('/api/deadline', { params: { query }, ...commas })) as Promise<Answer>
}
