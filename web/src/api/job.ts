import { onScopeDispose, ref } from 'vue'
import { api, send } from './client'
import { Problem } from './problem'
import type { components } from './schema'

/** Long work on the server, as it reports of itself. */
export type Job = components['schemas']['Job']

const every = 700

/** Starts long work and follows it to its end. `run` gives the result, or throws why there is none. */
export function useJob<R = unknown>() {
  const job = ref<Job>()
  let left = false
  onScopeDispose(() => (left = true))

  async function run(start: () => Promise<Job>): Promise<R> {
    let now = (job.value = await start())
    while (!now.ended && !left) {
      await new Promise((resolve) => setTimeout(resolve, every))
      now = job.value = await send(api.GET('/api/jobs/{id}', { params: { path: { id: now.id } } }))
    }
    job.value = undefined
    if (now.error) throw new Problem(422, '', now.error)
    return now.result as R
  }

  return { job, run }
}
