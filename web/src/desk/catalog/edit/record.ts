import type { Field, Limit, Record, Step } from '../types'

/** A record of which nothing is known yet but what it is called and who implements it. */
export function blank(name: string, department: string): Record {
  return {
    name, department, basicCode: '', code: '', type: 'licence', class: 'promised', level: 'county', basis: [], statutory: limit(), promised: limit(), conditions: [], materials: [], fees: [],
    form: { groups: [] }, plan: { model: 'sole', steps: [] }, result: { kind: '', name: '' }, audience: [], themes: [], flags: {}, window: '', place: '', hours: '', phone: '', supervision: '', visits: 1,
  }
}

const limit = (): Limit => ({ amount: 0, unit: 'workday' })

/** A copy that may be changed without changing the original. */
export const copy = <T>(x: T): T => JSON.parse(JSON.stringify(x)) as T

/** A code that none of the others has: step3, field12. */
export function freshCode(stem: string, others: { code: string }[]): string {
  let n = others.length + 1
  while (others.some((o) => o.code === `${stem}${n}`)) n++
  return `${stem}${n}`
}

export const newStep = (steps: Step[], kind = 'review', name = ''): Step => ({ code: freshCode('step', steps), name, kind, limit: { amount: 0, unit: 'workday' } })
export const newField = (others: Field[]): Field => ({ code: freshCode('field', others), label: '', kind: 'text' })

/** Moves an element of a list up or down by one, within its bounds. */
export function moved<T>(list: readonly T[], from: number, by: 1 | -1): T[] {
  const to = from + by
  if (to < 0 || to >= list.length) return [...list]
  const out = [...list]
  out.splice(to, 0, ...out.splice(from, 1))
  return out
}

type Path = (string | number)[]

/** flags.online, materials[3].name as the steps that lead there. */
export const steps = (path: string): Path => path.split(/[.[\]]+/).filter(Boolean).map((p) => (/^\d+$/.test(p) ? Number(p) : p))

/** What a record says at a path. */
export const valueAt = (record: unknown, path: string): unknown => steps(path).reduce<unknown>((x, key) => (x as { [k: string]: unknown } | undefined)?.[key], record)

/** The same with another value there. What was said elsewhere stays the very same. */
export function withValue<T>(record: T, path: string, value: unknown): T {
  const put = (x: unknown, [key, ...rest]: Path): unknown => {
    const inner = rest.length ? put((x as { [k: string]: unknown } | undefined)?.[key!], rest) : value
    if (Array.isArray(x)) return x.map((old, n) => (n === key ? inner : old))
    return { ...(x as object), [key!]: inner }
  }
  return put(record, steps(path)) as T
}
