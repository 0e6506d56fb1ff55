import { shallowRef } from 'vue'
import { api, send } from '@/api/client'
import { toast } from '../state/toast'
import type { FileRules } from './rules'

const rules = shallowRef<FileRules>()

/** Which files the server takes; read once for the page's life. */
export function useFileRules() {
  if (!rules.value) send(api.GET('/api/files/rules')).then((r) => (rules.value = r), toast.problem)
  return rules
}
