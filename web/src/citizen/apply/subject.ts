import type { Field, Form } from '@/ui/form/answers/fields'
import { compiled, guide, type Choices, type Guide, type OneMatter, type Question } from '../matters/data'
import { wantedBy, wantedByTheme, type Wanted } from '../matters/materials'

/** What is applied for: one item, or a theme of several with one form for all. */
export interface Subject {
  kind: 'item' | 'theme'
  id: string
  name: string
  questions: readonly Question[]
  form: Form
  materials: Wanted[]
  /** What the applicant would commit himself to; none where there is no licence by commitment. */
  terms: string[]
  /** Whether the result can be posted. */
  mail: boolean
  open: boolean
  /** An item that a draft may be kept under. */
  keptUnder: string
}

export function ofGuide(g: Guide): Subject {
  return {
    kind: 'item',
    id: g.id,
    name: g.name,
    questions: g.questions,
    form: g.form,
    materials: wantedBy(g),
    terms: g.pledge,
    mail: g.mail,
    open: g.online && g.status === 'published',
    keptUnder: g.id,
  }
}

export function ofTheme(m: OneMatter): Subject {
  const { compiled: c, theme } = m
  return {
    kind: 'theme',
    id: theme.id ?? '',
    name: theme.name,
    questions: c.questions,
    form: { groups: c.groups },
    materials: wantedByTheme(m),
    terms: [],
    mail: c.mail,
    open: c.online,
    keptUnder: c.plan[0]?.item ?? '',
  }
}

/** Reads what is applied for, narrowed to an applicant with these answers. */
export async function readSubject(kind: Subject['kind'], id: string, choices: Choices): Promise<Subject> {
  return kind === 'item' ? ofGuide(await guide(id, choices)) : ofTheme(await compiled(id, choices))
}

export const fieldsOf = (s: Subject): Field[] => s.form.groups.flatMap((g) => g.fields)
