import { ref, shallowRef } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

/** One piece of a list, as internal/page gives it. `next` is '' on the last one. */
export interface Page<T> {
  items: T[]
  next: string
}

export type Load<T> = (after: string) => Promise<Page<T>>

/** The rows of a list that is read piece by piece. An answer that comes after a newer question is dropped. */
export function useRows<T>(load: Load<T>) {
  const rows = shallowRef<T[]>([])
  const next = ref('')
  const loading = ref(false)
  const problem = ref<Problem>()
  let question = 0

  async function read(after: string) {
    const mine = ++question
    loading.value = true
    problem.value = undefined
    try {
      const page = await load(after)
      if (mine !== question) return
      rows.value = after ? [...rows.value, ...page.items] : page.items
      next.value = page.next
    } catch (error) {
      if (mine !== question) return
      problem.value = asProblem(error)
      if (!after) rows.value = []
    } finally {
      if (mine === question) loading.value = false
    }
  }

  /** Reads again what is shown, however many pieces it came in, without emptying the list meanwhile. A failure changes nothing. */
  async function refresh() {
    const mine = ++question
    const held = rows.value.length
    const found: T[] = []
    let after = ''
    try {
      do {
        const page = await load(after)
        if (mine !== question) return
        found.push(...page.items)
        after = page.next
      } while (after && found.length < held)
      rows.value = found
      next.value = after
      problem.value = undefined
    } catch {
      // the rows that are shown stay; the next event or the person tries again
    } finally {
      if (mine === question) loading.value = false
    }
  }

  return { rows, next, loading, problem, reload: () => read(''), more: () => read(next.value), refresh }
}
