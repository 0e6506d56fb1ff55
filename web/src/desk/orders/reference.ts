import { computed, shallowRef } from 'vue'
import { toast } from '@/ui/state/toast'
import { calls } from './calls'
import { tree } from './directory'
import type { Node, Words } from './types'

const departments = shallowRef<Node[]>([])
const regions = shallowRef<Node[]>([])
const words = shallowRef<Words>()
const departmentTree = computed(() => tree(departments.value))
const regionTree = computed(() => tree(regions.value))
let reading: Promise<void> | undefined

async function read() {
  try {
    ;[departments.value, regions.value, words.value] = await Promise.all([calls.departments(), calls.regions(), calls.words()])
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
  return { departmentTree, regionTree, choices }
}
