import { onScopeDispose } from 'vue'

/** Calls `run` once when a burst of calls has been quiet for `ms`. */
export function settled(run: () => void, ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  return () => {
    clearTimeout(timer)
    timer = setTimeout(run, ms)
  }
}
