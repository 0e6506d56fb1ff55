import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { asProblem, type Problem } from '@/api/problem'
import { calls } from '../calls'
import { settled } from '../../case/settled'
import type { Similar } from '../types'
import type { Draft } from './draft'

/** Earlier appeals, likely doubles and departments on offer, asked for whenever the typing rests. */
export function useSimilar(d: Draft) {
  const found = shallowRef<Similar>()
  const problem = ref<Problem>()
  let asking: AbortController | undefined

  async function ask() {
    asking?.abort()
    asking = new AbortController()
    const { signal } = asking
    const phone = d.phone.replace(/[\s-]/g, '')
    if (phone.length < 5 && d.title.length + d.body.length < 6) return void (found.value = undefined)
    try {
      const answer = await calls.similar({ phone, region: d.region, title: d.title.slice(0, 200), body: d.body.slice(0, 5000) }, signal) // what is too long is refused when it is saved
      if (signal.aborted) return
      found.value = answer
      problem.value = undefined
    } catch (error) {
      if (!signal.aborted) problem.value = asProblem(error)
    }
  }

  watch(() => [d.phone, d.region, d.title, d.body], settled(() => void ask(), 500), { immediate: true })
  onScopeDispose(() => asking?.abort())
  return { found, problem }
}
