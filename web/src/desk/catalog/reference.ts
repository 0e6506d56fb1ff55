import { shallowRef } from 'vue'
import { toast } from '@/ui/state/toast'
import { calls } from './calls'
import type { Lexicon } from './types'

const words = shallowRef<Lexicon>()
let reading: Promise<void> | undefined

async function read() {
  try {
    words.value = await calls.words()
  } catch (error) {
    reading = undefined // the next page that needs them asks again
    toast.problem(error)
  }
}

/** Reads the closed lists of the catalogue once for the page's life. */
export function useWords() {
  reading ??= read()
}

export type List = Exclude<keyof Lexicon, 'follows'>

/** A closed list of the catalogue, as the server knows it; empty until it has been read. */
export function choices(list: List): { value: string; label: string }[] {
  return (words.value?.[list] ?? []).map((w) => ({ value: w.key, label: w.label }))
}

/** The label of a key in a closed list; what is not known is left out rather than shown raw. */
export function named(list: List, key: string | undefined): string {
  return words.value?.[list].find((w) => w.key === (key ?? ''))?.label ?? ''
}

/** The rule behind a key of a closed list. */
export function ruleOf(list: List, key: string): string | undefined {
  return words.value?.[list].find((w) => w.key === key)?.rule
}

/** What the clean-up of items may have found that this kind of change answers (CAT-12). */
export function cleanUps(kind: string): { value: string; label: string }[] {
  const fitting = words.value?.follows.filter((f) => f.kinds.includes(kind)).map((f) => f.finding) ?? []
  return choices('cleanUps').filter((c) => fitting.includes(c.value))
}
