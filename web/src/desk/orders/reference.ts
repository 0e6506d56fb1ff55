import { computed, shallowRef } from 'vue'
import { toast } from '@/ui/state/toast'
import { useOrg } from '../people/directory'
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

/** A closed list of the hotline, as the server knows it; empty until it has been read. */
export function choices(list: keyof Words): { value: string; label: string }[] {
  return (words.value?.[list] ?? []).map((w) => ({ value: w.key, label: w.label }))
}

/** Both trees and the closed lists, read once for the page's life. */
export function useReference() {
  reading ??= read()
  const org = useOrg()
  return { departmentTree: computed(() => org.departmentTree()), regionTree: computed(() => org.regionTree()), choices }
}
