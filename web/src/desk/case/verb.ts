import type { Component } from 'vue'
import type { Problem } from '@/api/problem'
import type { Option } from '@/ui/form/option'

export type Values = Record<string, unknown>

/** One question of a dialog. `key` is the name under which the server knows it, in the body and in its refusals. */
export interface Field<S> {
  key: string
  label: string
  kind: 'text' | 'long' | 'choice' | 'number' | 'department' | 'departments' | 'person' | 'people' | 'switch' | 'time' | 'day' | 'own'
  options?: Option[] | ((subject?: S) => Option[])
  required?: boolean | ((v: Values) => boolean)
  /** Asked only if this holds; what is not asked is not sent. */
  when?: (v: Values, subject?: S) => boolean
  hint?: string
  max?: number
  /** The most that a number may be, and what is said of more: it is never changed under the hand. */
  most?: (subject: S) => { n: number; said: string } | undefined
  /** Nodes of a tree that are offered before all others. */
  first?: (subject?: S) => string[]
  /** What a number counts, beside it. */
  unit?: (subject: S) => string
  /** Shown but not to be changed. */
  fixed?: (subject: S) => boolean
  /** Draws a question of its own kind: it takes the model, `subject`, `label` and `invalid`. */
  draw?: Component
}

/** A verb as a dialog: its rule in one sentence and its questions. */
export interface Verb<S> {
  hint: string | ((subject: S) => string)
  fields: Field<S>[]
  /** What is to be decided on, shown above the questions. */
  about?: (subject: S) => { label: string; text: string }[]
  initial?: (subject: S) => Values
  /** Stands behind “更多” unless the case asks for it now. */
  aside?: boolean | ((subject: S) => boolean)
  /** Whether it makes sense for this case; what is allowed the server has already said. */
  fits?: (subject: S) => boolean
  /** A serious step: its button is red. */
  grave?: boolean
  /** Why it is not to be done just now; its button stays, and says so. */
  blocked?: (subject: S) => string | undefined
  /** The action of the flow it is allowed by and called after, where that is not its own. */
  under?: { action: string; label: string; rule: string }
  /** What is said when it has been done. */
  done?: string | ((v: Values) => string)
}

/** A verb that the reader may do now, by the name and in the words of its flow. */
export interface Offer<S, N extends string = string> {
  name: N
  label: string
  rule?: string
  verb: Verb<S>
  /** Why it is not to be done just now. */
  blocked?: string
}

/** What a verb is done to, in the version that was seen. */
export interface Target {
  id: string
  version: number
  number: string
}

const empty = (x: unknown) => x === undefined || x === null || (typeof x === 'string' && !x.trim()) || (Array.isArray(x) && !x.length)

/** The questions that are asked, given the answers so far. */
export function asked<S>(verb: Verb<S>, values: Values, subject?: S): Field<S>[] {
  return verb.fields.filter((f) => !f.when || f.when(values, subject))
}

/** The keys of the questions that must be answered and are not. */
export function missing<S>(verb: Verb<S>, values: Values, subject?: S): string[] {
  const needed = (f: Field<S>) => (typeof f.required === 'function' ? f.required(values) : f.required)
  return asked(verb, values, subject).filter((f) => needed(f) && empty(values[f.key])).map((f) => f.key)
}

/** What is said of a number that is too large, '' if it is not. */
export function excess<S>(field: Field<S>, values: Values, subject?: S): string {
  const most = subject === undefined ? undefined : field.most?.(subject)
  const x = values[field.key]
  return most && typeof x === 'number' && x > most.n ? most.said : ''
}

/** Whether every question is answered as far as can be told here. */
export function complete<S>(verb: Verb<S>, values: Values, subject?: S): boolean {
  return !missing(verb, values, subject).length && asked(verb, values, subject).every((f) => !excess(f, values, subject))
}

const nothing: Partial<Record<Field<never>['kind'], unknown>> = { switch: false, departments: [], people: [], number: undefined, time: undefined, day: undefined, own: undefined }

/** What is sent: an answer to everything that was asked. What was left open is sent as empty, where there is such a thing. */
export function answers<S>(verb: Verb<S>, values: Values, subject?: S): Values {
  const answer = (f: Field<S>) => {
    const x = values[f.key]
    if (empty(x)) return f.kind in nothing ? nothing[f.kind] : ''
    return typeof x === 'string' ? x.trim() : x
  }
  return Object.fromEntries(asked(verb, values, subject).map((f) => [f.key, answer(f)]))
}

/** What is wrong in a question: the server's word on it, or on a part of it. */
export function faultOf(problem: Problem | undefined, key: string): string {
  return problem?.field(key) || problem?.fields.find((f) => f.name.startsWith(`${key}.`))?.message || ''
}

/** The dialogs for what the server allows, in the dialogs' order. */
export function offered<S, N extends string>(dialogs: Partial<Record<N, Verb<S>>>, actions: { name: string; label: string; rule?: string }[]): Offer<S, N>[] {
  const allowed = new Map(actions.map((a) => [a.name, a]))
  return (Object.entries(dialogs) as [N, Verb<S>][]).flatMap(([name, verb]) => {
    const action = allowed.get(verb.under?.action ?? name)
    return action ? [{ ...action, ...verb.under, name, verb }] : []
  })
}

/** The offers that make sense now, the next step first; the rest stands behind “更多”. */
export function sorted<S, N extends string>(all: Offer<S, N>[], subject: S): { main: Offer<S, N>[]; more: Offer<S, N>[] } {
  const fitting = all.filter((o) => o.verb.fits?.(subject) ?? true).map((o) => ({ ...o, blocked: o.verb.blocked?.(subject) }))
  const aside = (o: Offer<S, N>) => (typeof o.verb.aside === 'function' ? o.verb.aside(subject) : !!o.verb.aside)
  return { main: fitting.filter((o) => !aside(o)), more: fitting.filter(aside) }
}
