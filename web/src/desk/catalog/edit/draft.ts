import type { Record } from '../types'

/** What was typed into a change and not saved yet, kept by the browser. A record names posts and laws, no people. */
interface Kept {
  version: number
  record: Record
}

const place = (person: string, change: string) => `huying.catalog.${person}.${change}`

/** Keeps what is being written, so that a closed window or a lost connection loses nothing. A full store keeps nothing. */
export function keep(person: string, change: string, kept: Kept) {
  try {
    localStorage.setItem(place(person, change), JSON.stringify(kept))
  } catch {
    // the page itself still has it
  }
}

export function forget(person: string, change: string) {
  localStorage.removeItem(place(person, change))
}

/** What was kept, if the change has not moved on since. */
export function kept(person: string, change: string, version: number): Record | undefined {
  try {
    const found = JSON.parse(localStorage.getItem(place(person, change)) ?? 'null') as Kept | null
    return found?.version === version ? found.record : undefined
  } catch {
    return undefined
  }
}
