import { reactive } from 'vue'
import { emptyParty, partyFaults, tidyParty, type Party } from '@/citizen/apply/party'
import { unanswered } from '@/citizen/matters/situation'
import { faulty, given, type Answers, type Form } from '@/ui/form/answers/fields'
import type { Guide, Handing } from '../types'

/** What follows on the receipt, in one go. */
export type Next = 'accept' | 'spot' | 'correct' | 'later'

export interface Draft {
  item: string
  choices: Record<string, string>
  party: Party
  form: Answers
  materials: Handing[]
  channel: string
  collect: string
  next: Next | ''
  wrong: { code: string; what: string }[]
}

const blank = (): Draft => ({ item: '', choices: {}, party: emptyParty(), form: {}, materials: [], channel: 'window', collect: 'handed', next: '', wrong: [] })

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

/** The names of the wanted materials of a necessity that were not handed over. */
export function lacking(g: Guide, d: Draft, ...necessities: string[]): string[] {
  return g.materials.filter((m) => !m.shared && necessities.includes(m.need) && !d.materials.some((h) => h.code === m.code)).map((m) => m.name)
}

/** The ways on that what was handed over leaves open, the most likely first. What may follow later is agreed on the application's own page. */
export function ways(g: Guide, d: Draft, spot: boolean): Next[] {
  if (lacking(g, d, 'required', 'tolerable').length) return ['correct', 'later']
  return spot ? ['spot', 'accept', 'correct', 'later'] : ['accept', 'correct', 'later']
}

/** Whether something is still missing or wrong before it can be sent. */
export const unready = (d: Draft, form: Form, questions: Guide['questions']) => unanswered(questions, d.choices).length > 0 || Object.keys(partyFaults(d.party)).length > 0 || faulty(form, d.form).length > 0

/** The application as the server takes it. */
export function submission(d: Draft, form: Form) {
  const { item, choices, materials, channel, collect } = d
  return { item, choices, channel, collect, materials, party: tidyParty(d.party), form: given(form, d.form) }
}
