import { reactive } from 'vue'
import { emptyParty, partyFaults, tidyParty, type Party } from '@/citizen/apply/party'
import { unanswered } from '@/citizen/matters/situation'
import { faulty, given, type Answers, type Form } from '@/ui/form/answers/fields'
import type { Guide, Handing } from '../types'
import type { Kind, Matter } from './matter'

/** What follows on the receipt, in one go. */
export type Next = 'accept' | 'spot' | 'commit' | 'tolerate' | 'correct' | 'later'

export interface Draft {
  kind: Kind
  /** The item or the theme. */
  subject: string
  choices: Record<string, string>
  party: Party
  form: Answers
  materials: Handing[]
  channel: string
  collect: string
  next: Next | ''
  wrong: { code: string; what: string }[]
  /** By when what is tolerated must follow, '' for the longest; and the applicant's signed promise of it. */
  due: string
  promise?: File
}

const blank = (): Draft => ({
  kind: 'item', subject: '', choices: {}, party: emptyParty(), form: {}, materials: [], channel: 'window', collect: 'handed', next: '', wrong: [], due: '', promise: undefined,
})

/** What is being taken, kept in memory while the page lives, so that looking elsewhere loses nothing. Never stored: it is personal. */
export const draft = reactive<Draft>(blank())

let owner: string | undefined

/** Begins anew when someone else sits at the window. */
export function own(person: string | undefined) {
  if (owner !== person) clear()
  owner = person
}

/** Ready for the next applicant. */
export function clear() {
  Object.assign(draft, blank())
}

export const touched = (d: Draft) => !!d.party.name || !!d.party.idNumber || Object.keys(d.form).length > 0 || d.materials.length > 0

type Asks = Pick<Matter, 'materials' | 'instant' | 'tolerance' | 'pledge'>

/** The wanted materials of a necessity that were not handed over. */
export const lacking = (m: Pick<Asks, 'materials'>, d: Pick<Draft, 'materials'>, ...necessities: string[]) => m.materials.filter((x) => necessities.includes(x.need) && !d.materials.some((h) => h.code === x.code))

/** Whether the applicant's signed letter of commitment was scanned with the rest (APP-14). */
const pledged = (m: Asks, d: Draft) => m.pledge.length > 0 && m.materials.some((x) => x.name.includes('告知承诺书') && d.materials.some((h) => h.code === x.code && h.sent?.length))

/** The ways on that what was handed over leaves open, the most likely first. */
export function ways(m: Asks & Pick<Matter, 'kind'>, d: Draft): Next[] {
  if (m.kind === 'theme') return ['later']
  if (lacking(m, d, 'required').length) return ['correct', 'later']
  if (lacking(m, d, 'tolerable').length) return m.tolerance ? ['tolerate', 'correct', 'later'] : ['correct', 'later']
  return [...(pledged(m, d) ? (['commit'] as const) : []), ...(m.instant ? (['spot'] as const) : []), 'accept', 'correct', 'later']
}

/** Whether something is still missing or wrong before it can be sent. */
export const unready = (d: Draft, form: Form, questions: Guide['questions']) =>
  unanswered(questions, d.choices).length > 0 || Object.keys(partyFaults(d.party)).length > 0 || faulty(form, d.form).length > 0 || (d.next === 'tolerate' && !d.promise)

/** The application as the server takes it. */
export function submission(d: Draft, form: Form) {
  const { choices, materials, channel, collect } = d
  return { choices, channel, collect, materials, party: tidyParty(d.party), form: given(form, d.form) }
}
