import { shallowRef } from 'vue'
import { toast } from '@/ui/state/toast'
import { calls } from './calls'
import type { Words } from './types'

const words = shallowRef<Words>()
let reading: Promise<void> | undefined

async function read() {
  try {
    words.value = await calls.words()
  } catch (error) {
    reading = undefined // the next page that needs them asks again
    toast.problem(error)
  }
}

/** Reads the closed lists of applications once for the page's life. */
export function useWords() {
  reading ??= read()
}

/** A closed list of applications, as the server knows it; empty until it has been read. */
export function choices(list: keyof Words): { value: string; label: string }[] {
  return (words.value?.[list] ?? []).map((w) => ({ value: w.key, label: w.label }))
}

/** The label of a key in a closed list; what is not known is left out rather than shown raw. */
export function named(list: keyof Words, key: string | undefined): string {
  return words.value?.[list].find((w) => w.key === key)?.label ?? ''
}
