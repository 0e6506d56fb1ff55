import type { List } from '../reference'

/** How one thing of a record is shown and written. */
export type Kind = 'text' | 'long' | 'number' | 'yuan' | 'choice' | 'choices' | 'tags' | 'dept' | 'depts' | 'switch' | 'limit' | 'when' | 'options' | 'rows' | 'plan' | 'form' | 'fixed' | 'document'

export interface Spec {
  /** Where it stands in the record, or in a row of its list. Its label is the text under this key, a row's under `<list>.<path>`. */
  path: string
  kind: Kind
  /** The closed list it is chosen from. */
  from?: List
  /** Ready-made words that may be typed over. */
  words?: string[]
  wide?: boolean
  /** Of the rows of a list. */
  columns?: Spec[]
  /** A row with nothing in it; `code` begins a code that no other row has. */
  fresh?: Record<string, unknown>
  code?: string
}

export interface Section {
  key: string
  specs: Spec[]
  /** The first parts of the fields of findings that belong here. */
  roots: string[]
}

const text = (path: string, wide = false): Spec => ({ path, kind: 'text', wide })
const long = (path: string): Spec => ({ path, kind: 'long', wide: true })
const one = (path: string, from: List): Spec => ({ path, kind: 'choice', from })
const many = (path: string, from: List): Spec => ({ path, kind: 'choices', from, wide: true })
const when: Spec = { path: 'when', kind: 'when', wide: true }

const materials: Spec = {
  path: 'materials', kind: 'rows', code: 'material', fresh: { name: '', kind: '证明', necessity: 'required', source: 'applicant', originals: 0, copies: 1 },
  columns: [
    text('name', true), text('code'), one('kind', 'materialKinds'), one('necessity', 'necessities'), one('source', 'sources'), text('issuer'), { path: 'originals', kind: 'number' }, { path: 'copies', kind: 'number' },
    { path: 'valid', kind: 'number' }, { path: 'paperless', kind: 'switch' }, { path: 'shared', kind: 'switch' }, text('basis', true), long('note'), long('sample'), when,
  ],
}

export const flags = ['online', 'noMeeting', 'instantly', 'selfService', 'anyWindow', 'formalOnly', 'commitment', 'tolerance', 'appointment', 'mail', 'pay', 'project', 'green', 'default', 'village'] as const

/** The parts of a record, in the order in which they are written. */
export const sections: Section[] = [
  {
    key: 'basic', roots: [],
    specs: [
      text('name', true), { path: 'basicCode', kind: 'fixed' }, { path: 'code', kind: 'fixed' }, { path: 'aliases', kind: 'tags', wide: true }, one('type', 'types'), one('class', 'classes'), one('level', 'levels'), { path: 'department', kind: 'fixed' },
      text('office'), { path: 'partners', kind: 'depts' }, many('audience', 'audiences'), { path: 'themes', kind: 'tags', wide: true }, long('authority'), long('content'), text('window'), text('exempt'), text('place', true), text('hours', true),
      text('handler'), text('phone'), text('supervision'), { path: 'visits', kind: 'number' }, one('way', 'ways'), one('kind', 'serviceKinds'), text('quantity'), text('agents'), long('standard'), long('supervising'), long('remedies'),
    ],
  },
  { key: 'basis', roots: ['basis'], specs: [{ path: 'basis', kind: 'rows', fresh: { law: '', article: '', rank: 'law', for: '', note: '' }, columns: [text('law', true), text('article'), one('rank', 'ranks'), one('for', 'grounds'), text('note')] }] },
  { key: 'limits', roots: ['statutory', 'promised', 'previous', 'specials', 'limit', 'limitNote'], specs: [{ path: 'statutory', kind: 'limit', wide: true }, { path: 'promised', kind: 'limit', wide: true }, { path: 'previous', kind: 'number' }, many('specials', 'specials')] },
  { key: 'conditions', roots: ['conditions'], specs: [{ path: 'conditions', kind: 'rows', fresh: { text: '' }, columns: [long('text'), when] }] },
  { key: 'materials', roots: ['materials', 'samples'], specs: [materials] },
  { key: 'form', roots: ['form'], specs: [{ path: 'form', kind: 'form', wide: true }] },
  { key: 'plan', roots: ['plan', 'flow'], specs: [{ path: 'plan', kind: 'plan', wide: true }] },
  {
    key: 'fees', roots: ['fees', 'fee', 'feeBasis', 'feeStandard', 'feeItems'],
    specs: [{ path: 'fees', kind: 'rows', fresh: { code: '', name: '', amount: 0, document: '', basis: '' }, columns: [{ path: 'document', kind: 'document', wide: true }, text('name'), { path: 'amount', kind: 'yuan' }, text('unit'), text('basis', true), long('relief')] }],
  },
  { key: 'result', roots: ['result'], specs: [{ path: 'result.kind', kind: 'text', words: ['证照', '批文', '登记', '其他'] }, text('result.name'), { path: 'result.months', kind: 'number' }, long('result.text')] },
  { key: 'scenario', roots: ['scenario'], specs: [{ path: 'scenario', kind: 'rows', code: 'question', fresh: { ask: '', options: [] }, columns: [text('ask', true), text('code'), { path: 'options', kind: 'options', wide: true }] }] },
  { key: 'faq', roots: ['faq'], specs: [{ path: 'faq', kind: 'rows', fresh: { question: '', answer: '' }, columns: [text('question', true), long('answer')] }] },
  { key: 'flags', roots: ['flags'], specs: flags.map((f) => ({ path: `flags.${f}`, kind: 'switch' as const })) },
]

/** The section in which a finding is shown; what belongs to none of the lists is basic. */
export function sectionOf(field: string): string {
  const root = field.split(/[.[]/)[0]!
  return sections.find((s) => s.roots.includes(root))?.key ?? 'basic'
}

const stands: Record<string, string> = { samples: 'materials', flow: 'plan', limit: 'promised', limitNote: 'promised', fee: 'fees', feeBasis: 'fees', feeStandard: 'fees', feeItems: 'fees', contact: 'phone' }

/** The path in the record of what a finding is about; a template names its elements otherwise than the record. */
export const pathOf = (field: string): string => stands[field] ?? field
