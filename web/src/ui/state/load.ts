import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

export interface Loaded<T> {
  data: ShallowRef<T | undefined>
  problem: Ref<Problem | undefined>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

/** Reads one thing and keeps it. An answer that comes after a newer question is dropped; on a failure the old data stay. */
export function useLoad<T>(read: () => Promise<T>): Loaded<T> {
  const data = shallowRef<T>()
  const problem = ref<Problem>()
  const loading = ref(false)
  let question = 0

  async function reload() {
    const mine = ++question
    loading.value = true
    problem.value = undefined
    try {
      const answer = await read()
      if (mine === question) data.value = answer
    } catch (error) {
      if (mine === question) problem.value = asProblem(error)
    } finally {
      if (mine === question) loading.value = false
    }
  }

  void reload()
  return { data, problem, loading, reload }
}

/** One thing that a person does with a button: whether it is under way, and why it was refused. Gives true when done. */
export function useAction<A extends unknown[]>(work: (...args: A) => Promise<unknown>) {
  const busy = ref(false)
  const problem = ref<Problem>()

  async function run(...args: A): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = undefined
    try {
      await work(...args)
      return true
    } catch (error) {
      problem.value = asProblem(error)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, run }
}
