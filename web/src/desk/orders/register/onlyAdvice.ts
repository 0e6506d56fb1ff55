import { computed, shallowRef, watch, type Ref } from 'vue'
import type { Advice } from '../types'
import type { Draft } from './draft'

/**
 * The leading department of an appeal that is dispatched at once, from the suggestion, when there is one only and nobody has
 * chosen another. Gives the suggestion for as long as the choice is its own.
 */
export function useOnlyAdvice(d: Ref<Draft>, suggested: () => Advice[] | undefined) {
  const last = shallowRef<Advice>()
  watch([() => d.value.direct, suggested], ([direct, all]) => {
    const only = all?.length === 1 ? all[0]! : undefined
    const chosen = d.value.assignment.lead
    if (!direct || !only?.deptId || (chosen && chosen !== last.value?.deptId)) return
    last.value = only
    d.value.assignment.lead = only.deptId
  }, { immediate: true })
  return computed(() => (last.value && d.value.assignment.lead === last.value.deptId ? last.value : undefined))
}
