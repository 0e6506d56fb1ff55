import type { Form } from '@/ui/form/answers/fields'
import { asked, wantedBy, wantedByTheme, type Wanted } from '@/citizen/matters/materials'
import { calls } from '../calls'
import type { Guide, OneMatter } from '../types'

/** What a visitor came for: one item, or a theme of several with one form and one set of materials (CAT-30). */
export type Kind = 'item' | 'theme'

/** What he came for, as it is asked for at the window. */
export interface Matter {
  kind: Kind
  id: string
  name: string
  questions: Guide['questions']
  form: Form
  /** What he has to bring; not what offices share or what comes out of the theme itself. */
  materials: Wanted[]
  /** Whether it is decided on the spot, whether something may follow later, and to what one commits oneself. */
  instant: boolean
  tolerance: boolean
  pledge: string[]
  guide?: Guide
  theme?: OneMatter
}

/** Reads it, narrowed to an applicant with these answers. A theme is accepted part by part, on the pages of its parts. */
export async function readMatter(kind: Kind, id: string, choices: Record<string, string>): Promise<Matter> {
  if (kind === 'theme') {
    const theme = await calls.theme(id, choices)
    const { compiled: c } = theme
    return { kind, id, name: theme.theme.name, questions: c.questions, form: { groups: c.groups }, materials: wantedByTheme(theme).filter(asked), instant: false, tolerance: false, pledge: [], theme }
  }
  const [guide, blank] = await Promise.all([calls.guide(id, choices), calls.form(id, choices)])
  return {
    kind, id, name: guide.name, questions: guide.questions, form: blank.form, materials: wantedBy(guide).filter(asked), instant: guide.onSpot, tolerance: guide.tolerance, pledge: guide.pledge, guide,
  }
}
