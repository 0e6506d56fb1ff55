import { shallowRef } from 'vue'
import { api, send } from '@/api/client'
import { toast } from '../state/toast'
import type { FileRules } from './rules'

const rules = shallowRef<FileRules>()
const [soon, seldom] = [2_000, 60_000]
let asking = false

/** Which files the server takes; read once for the page's life. A failure is said, and asked again until there is an answer. */
export function useFileRules() {
  if (!rules.value && !asking) void ask(soon)
  return rules
}

async function ask(wait: number) {
  asking = true
  try {
    rules.value = await send(api.GET('/api/files/rules'))
  } catch (error) {
    if (wait === soon) toast.problem(error)
    setTimeout(() => void ask(Math.min(wait * 2, seldom)), wait)
  }
}
