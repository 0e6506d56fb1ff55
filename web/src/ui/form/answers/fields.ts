import { validCredit, validId } from '../../personal/check'
import { t } from './words'

/** A form as the catalogue keeps it: fields in groups. */
export interface Form {
  groups: Group[]
}
export interface Group {
  title: string
  fields: Field[]
}
export interface Field {
  code: string
  label: string
  kind: string
  required?: boolean
  options?: { value: string; label: string }[]
  help?: string
  example?: string
  min?: number
  max?: number
  unit?: string
  when?: When
}
/** Every one of these scenario questions must be answered with one of its values. */
export type When = { question: string; values: string[] }[]
/** What is written in a form, by the codes of its fields. A number is text while it is being typed. */
export type Answers = Record<string, unknown>

/** Whether something concerns an applicant who gave these answers to the scenario questions. */
export function fits(when: When | undefined, choices: Record<string, string>): boolean {
  return (when ?? []).every((w) => w.values.includes(choices[w.question] ?? ''))
}

/** The groups and fields that an applicant in a situation is asked; empty groups are left out. */
export function narrowed(form: Form, choices: Record<string, string>): Form {
  const groups = form.groups.map((g) => ({ ...g, fields: g.fields.filter((f) => fits(f.when, choices)) }))
  return { groups: groups.filter((g) => g.fields.length > 0) }
}

const blank = (x: unknown) => x === undefined || x === null || (typeof x === 'string' && !x.trim()) || (Array.isArray(x) && !x.length)
const numeric = (f: Field) => f.kind === 'number' || f.kind === 'money'
const picked = (f: Field) => ['choice', 'choices', 'yes', 'day'].includes(f.kind)
/** Figures as they are meant, however they were typed: wide digits, with commas or blanks between. */
const figures = (value: unknown) => String(value).normalize('NFKC').replace(/[,\s]/g, '')
const inFigures = ['number', 'money', 'phone', 'identity', 'credit']
const phone = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|400-?\d{3}-?\d{4}|\d{5,8})$/

/** What is wrong with an answer, in one sentence; '' when nothing is. The server looks again, by the form's schema. */
export function fault(f: Field, value: unknown): string {
  if (blank(value)) return f.required ? t(picked(f) ? 'neededPick' : 'needed', { label: f.label }) : ''
  const text = inFigures.includes(f.kind) ? figures(value) : String(value).trim()
  if (numeric(f)) return numberFault(f, text)
  if (f.kind === 'phone' && !phone.test(text)) return t('phone', { label: f.label })
  if (f.kind === 'identity' && !validId(text)) return t('identity', { label: f.label })
  if (f.kind === 'credit' && !validCredit(text)) return t('credit')
  if (typeof value !== 'string' || picked(f)) return ''
  if (f.max !== undefined && [...text].length > f.max) return t('tooLong', { label: f.label, n: f.max })
  return f.min !== undefined && [...text].length < f.min ? t('tooShort', { label: f.label, n: f.min }) : ''
}

function numberFault(f: Field, text: string): string {
  const n = Number(text)
  if (!Number.isFinite(n)) return t('notNumber', { label: f.label })
  if (f.kind === 'money' && !/^-?\d+(\.\d{1,2})?$/.test(text)) return t('cents', { label: f.label })
  if (f.min !== undefined && n < f.min) return t('tooSmall', { label: f.label, n: f.min })
  return f.max !== undefined && n > f.max ? t('tooLarge', { label: f.label, n: f.max }) : ''
}

/** The codes of the fields in which something is wrong, in the form's order. */
export function faulty(form: Form, answers: Answers): string[] {
  return form.groups.flatMap((g) => g.fields).filter((f) => fault(f, answers[f.code])).map((f) => f.code)
}

/** The answers as they are sent: of this form only, numbers as numbers, nothing that was left open. */
export function given(form: Form, answers: Answers): Answers {
  const fields = form.groups.flatMap((g) => g.fields).filter((f) => !blank(answers[f.code]))
  return Object.fromEntries(fields.map((f) => [f.code, sent(f, answers[f.code])]))
}

function sent(f: Field, value: unknown): unknown {
  if (numeric(f)) return Number(figures(value))
  if (typeof value !== 'string') return value
  return inFigures.includes(f.kind) ? figures(value).toUpperCase() : value.trim()
}
