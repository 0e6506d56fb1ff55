import type { DraftKey } from './data'

/** Where an unfinished application is kept: what opens it, and what it is for. Nothing of what was written. */
export interface Kept extends DraftKey {
  subject: string
  name: string
  until: string
}

const key = 'huying.drafts'
const most = 5

function read(store: Storage): Kept[] {
  const found: unknown = JSON.parse(store.getItem(key) ?? '[]')
  const whole = (k: Kept) => [k?.id, k?.code, k?.subject, k?.name, k?.until].every((x) => typeof x === 'string')
  return Array.isArray(found) ? (found as Kept[]).filter(whole) : []
}

function stores(): Storage[] {
  try {
    return [sessionStorage, localStorage]
  } catch {
    return [] // storage is forbidden by the browser
  }
}

const change = (store: Storage, to: (all: Kept[]) => Kept[]) => {
  try {
    const all = to(read(store))
    if (all.length) store.setItem(key, JSON.stringify(all.slice(0, most)))
    else store.removeItem(key)
  } catch {
    // what was there cannot be read or written: the link still opens the draft
  }
}

/** The drafts of this visit and those the person asked to be remembered on this device, the latest first. */
export function recallDrafts(now: string): Kept[] {
  const found = stores().flatMap((s) => {
    try {
      return read(s)
    } catch {
      return []
    }
  })
  return [...new Map(found.filter((k) => k.until > now).map((k) => [k.id, k])).values()]
}

export const isKept = (id: string) => stores().slice(1).some((s) => s.getItem(key)?.includes(id))

/** Keeps what opens a draft for this visit; beyond it only if the person ticks it. */
export function rememberDraft(kept: Kept, beyond: boolean) {
  stores().forEach((store, i) => change(store, (all) => [...(i === 0 || beyond ? [kept] : []), ...all.filter((k) => k.id !== kept.id)]))
}

export function forgetDraft(id: string) {
  stores().forEach((store) => change(store, (all) => all.filter((k) => k.id !== id)))
}

/** The address that opens a draft on any device. What opens it stands behind the #, which browsers do not send. */
export const draftLink = (k: DraftKey) => `${location.origin}/apply/resume#${k.id}.${k.code}`

export function readDraftLink(hash: string): DraftKey | undefined {
  const [, id, code] = /^#?([\w-]+)\.(\w+)$/.exec(hash) ?? []
  return id && code ? { id, code } : undefined
}

/** The note of a draft says what it is for and how far it got. */
export const noteOf = (subject: string, step: string) => `${subject}#${step}`
export function readNote(note: string): { subject: string; step: string } {
  const [subject = '', step = ''] = note.split('#')
  return { subject, step }
}
