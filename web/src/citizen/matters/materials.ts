import type { Guide, OneMatter } from './data'

/** Whether a material must be there, may follow, is welcome, is fetched by the offices, or comes out of another item. */
export type Need = 'required' | 'tolerable' | 'optional' | 'shared' | 'within'

/** One paper of an application, as a page speaks of it. */
export interface Wanted {
  code: string
  name: string
  need: Need
  originals: number
  copies: number
  paperless: boolean
  issuer: string
  note: string
  sample: string
  /** The item of a theme whose result it is. */
  from: string
}

/** Whether the applicant has anything to do with it. */
export const asked = (m: Wanted) => m.need !== 'shared' && m.need !== 'within'

type Given = Pick<Wanted, 'code' | 'name' | 'originals' | 'copies'> & Partial<Pick<Wanted, 'paperless' | 'issuer' | 'note' | 'sample'>> & { shared?: boolean }

function wanted(m: Given, necessity: string, from = ''): Wanted {
  const { code, name, originals, copies, paperless = false, issuer = '', note = '', sample = '' } = m
  return { code, name, originals, copies, paperless, issuer, note, sample, from, need: from ? 'within' : m.shared ? 'shared' : (necessity as Need) }
}

export const wantedBy = (g: Guide): Wanted[] => g.materials.map((m) => wanted(m, m.need))

export function wantedByTheme({ compiled }: OneMatter): Wanted[] {
  const nameOf = new Map(compiled.plan.map((s) => [s.item, s.name]))
  return compiled.materials.map((m) => wanted(m, m.necessity, m.within ? (nameOf.get(m.within) ?? m.within) : ''))
}
