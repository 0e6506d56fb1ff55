import type { Option } from '@/ui/form/option'
import type { Order, Words } from '../types'

export type Values = Record<string, unknown>

/** One question of a dialog. `key` is the name under which the server knows it, in the body and in its refusals. */
export interface Field {
  key: string
  label: string
  kind: 'text' | 'long' | 'choice' | 'number' | 'department' | 'departments' | 'person' | 'switch' | 'time' | 'order'
  /** The choices, or the closed list they come from. */
  options?: Option[] | keyof Words | (() => Option[])
  required?: boolean | ((v: Values) => boolean)
  /** Asked only if this holds; what is not asked is not sent. */
  when?: (v: Values) => boolean
  hint?: string
  max?: number
  /** What a number counts, beside it. */
  unit?: (order: Order) => string
  /** Shown but not to be changed. */
  fixed?: (order: Order) => boolean
}

/** A verb as a dialog: its rule in one sentence and its questions. */
export interface Verb {
  hint: string | ((order: Order) => string)
  fields: Field[]
  initial?: (order: Order) => Values
  /** Stands behind “更多” unless the order asks for it now. */
  aside?: boolean | ((order: Order) => boolean)
  /** Whether it makes sense for this order; what is allowed the server has already said. */
  fits?: (order: Order) => boolean
  /** A serious step: its button is red. */
  grave?: boolean
  /** Why it is not to be done just now; its button stays, and says so. */
  blocked?: (order: Order) => string | undefined
  /** The action of the flow it is allowed by and called after, where that is not its own. */
  under?: { action: string; label: string; rule: string }
  /** What is said when it has been done. */
  done?: string | ((v: Values) => string)
}

const empty = (x: unknown) => x === undefined || x === null || (typeof x === 'string' && !x.trim()) || (Array.isArray(x) && !x.length)

/** The questions that are asked, given the answers so far. */
export function asked(verb: Verb, values: Values): Field[] {
  return verb.fields.filter((f) => !f.when || f.when(values))
}

/** The keys of the questions that must be answered and are not. */
export function missing(verb: Verb, values: Values): string[] {
  const needed = (f: Field) => (typeof f.required === 'function' ? f.required(values) : f.required)
  return asked(verb, values).filter((f) => needed(f) && empty(values[f.key])).map((f) => f.key)
}

const nothing: Partial<Record<Field['kind'], unknown>> = { switch: false, departments: [], number: undefined, time: undefined }

/** What is sent: an answer to everything that was asked. What was left open is sent as empty, where there is such a thing. */
export function answers(verb: Verb, values: Values): Values {
  const answer = (f: Field) => {
    const x = values[f.key]
    if (empty(x)) return f.kind in nothing ? nothing[f.kind] : ''
    return typeof x === 'string' ? x.trim() : x
  }
  return Object.fromEntries(asked(verb, values).map((f) => [f.key, answer(f)]))
}
