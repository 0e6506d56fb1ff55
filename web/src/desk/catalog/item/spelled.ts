import type { List } from '../reference'
import { named } from '../reference'
import type { Spec } from '../edit/sections'
import type { Fits, Limit, Question } from '../types'
import { t } from '../words'

/** A limit as people write it. */
export function limitText(l: Limit | undefined): string {
  if (!l) return ''
  const said = l.amount ? `${l.amount}${named('units', l.unit)}` : named('units', 'sameday')
  return [said, l.basis && t('limitBasis', { basis: l.basis }), l.note].filter(Boolean).join('；')
}

/** Fen as yuan. */
export const yuan = (fen: number): string => (fen % 100 ? (fen / 100).toFixed(2) : String(fen / 100))

/** For whom something is, in the words of the scenario questions; '' for everybody. */
export function whenText(when: Fits[] | undefined, questions: Question[] | undefined): string {
  return (when ?? [])
    .map((w) => {
      const q = questions?.find((x) => x.code === w.question)
      const labels = w.values.map((v) => q?.options.find((o) => o.value === v)?.label ?? v)
      return t('whenOne', { ask: q?.ask ?? w.question, answers: labels.join('、') })
    })
    .join('；')
}

const words = (list: List | undefined, keys: string[]) => keys.map((k) => (list && named(list, k)) || k).join('、')

/** What a record says of one thing, in words; '' where it says nothing. */
export function spelled(spec: Spec, value: unknown, questions: Question[] | undefined, deptName: (id: string) => string): string {
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)) return ''
  switch (spec.kind) {
    case 'choice':
      return words(spec.from, [String(value)])
    case 'choices':
      return words(spec.from, value as string[])
    case 'tags':
      return (value as string[]).join('、')
    case 'dept':
      return deptName(String(value))
    case 'depts':
      return (value as string[]).map(deptName).join('、')
    case 'switch':
      return value ? t('yes') : ''
    case 'limit':
      return limitText(value as Limit)
    case 'yuan':
      return yuan(value as number)
    case 'when':
      return whenText(value as Fits[], questions)
    case 'options':
      return (value as { label: string }[]).map((o) => o.label).join(' / ')
    case 'number':
      return value === 0 && spec.path !== 'visits' ? '' : String(value)
    case 'fixed':
      return spec.path === 'department' ? deptName(String(value)) : String(value)
    default:
      return String(value)
  }
}
