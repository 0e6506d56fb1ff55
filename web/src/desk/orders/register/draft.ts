import { reactive } from 'vue'
import { suggestTitle } from '@/citizen/appeal/title'
import { answers, missing, type Values } from '../../case/verb'
import { bulkDispatch, intake, type Verb } from '../verbs/verbs'

export interface Draft {
  phone: string
  name: string
  idNumber: string
  address: string
  confidential: boolean
  /** How the call was handed over live: from whom to us, and from us to whom (HOT-50). */
  transfer: { from: string; to: string; way: string; result: string }
  kind: string
  channel: string
  region: string
  place: string
  category: string
  title: string
  body: string
  important: boolean
  major: boolean
  /** The answers to how the appeal leaves the desk. */
  exit: Values
  /** Dispatch in the same go. */
  direct: boolean
  assignment: Values
}

export const way: Verb = { hint: '', fields: intake }

function blank(): Draft {
  return {
    phone: '', name: '', idNumber: '', address: '', confidential: false, transfer: { from: '', to: '', way: '', result: '' }, kind: '', channel: 'phone', region: '', place: '', category: '', title: '', body: '',
    important: false, major: false, exit: { disposition: 'order' }, direct: false, assignment: {},
  }
}

/** What is being typed, kept in memory while the page lives, so that looking elsewhere loses nothing. Never stored: it is personal. */
export const draft = reactive<Draft>(blank())

let owner: string | undefined

/** Begins anew when someone else sits at the desk. */
export function own(person: string | undefined) {
  if (owner !== person) Object.assign(draft, blank())
  owner = person
}

/** Ready for the next call. */
export function clear() {
  Object.assign(draft, blank())
}

export function touched(d: Draft): boolean {
  return [d.phone, d.name, d.title, d.body, d.place].some((x) => x.trim())
}

const needed = ['channel', 'kind', 'region', 'body'] as const

/**
 * The fields that must be filled in and are not, by the names under which the server knows them. The title is not asked
 * for: it comes from what was said.
 */
export function gaps(d: Draft): string[] {
  const direct = d.direct && d.exit.disposition === 'order'
  const untold = d.transfer.to.trim() && !d.transfer.result ? ['transfer.result'] : []
  return [...needed.filter((k) => !d[k].trim()), ...untold, ...missing(way, d.exit), ...(direct ? missing(bulkDispatch, d.assignment) : [])]
}

/** The appeal as the server takes it. */
export function appeal(d: Draft) {
  const { kind, channel, region, place, category, title, body, important, major } = d
  const caller = { name: d.name.trim(), phone: d.phone.trim(), idNumber: d.idNumber.trim(), address: d.address.trim(), confidential: d.confidential }
  const exit = Object.fromEntries(Object.entries(answers(way, d.exit)).filter(([, x]) => x !== '')) as { disposition: string }
  const transfer = Object.fromEntries(Object.entries(d.transfer).filter(([, x]) => x.trim()))
  return { kind, channel, region, place, category, title, body, important, major, caller, ...(transfer.from || transfer.to ? { transfer } : {}), ...exit }
}

/** Gives the appeal a title, its first sentence, when the operator has not. */
export function entitle(d: Draft) {
  if (!d.title.trim()) d.title = suggestTitle(d.body)
}
