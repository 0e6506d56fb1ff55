import { onScopeDispose, ref } from 'vue'
import { call } from './loose'
import { Problem } from './problem'

/** Long work on the server, as it reports of itself. */
export interface Job {
  id: string
  done: number
  total: number
  ended: boolean
  error?: string
  result?: unknown
}

const every = 700

/** Starts long work and follows it to its end. `run` gives the result, or throws why there is none. */
export function useJob<R = unknown>() {
  const job = ref<Job>()
  let left = false
  onScopeDispose(() => (left = true))

  async function run(start: () => Promise<Job>): Promise<R> {
    job.value = await start()
    while (!job.value.ended && !left) {
      await new Promise((resolve) => setTimeout(resolve, every))
      job.value = await call<Job>('GET', '/api/jobs/{id}', { params: { path: { id: job.value.id } } })
    }
    const { error, result } = job.value
    job.value = undefined
    if (error) throw new Problem(422, '', error)
    return result as R
  }

  return { job, run }
}
