import { onScopeDispose, ref, type Ref } from 'vue'

// Office computers are often minutes off; the server's own Date header corrects what is shown as 今天 or 剩余.
let skew = 0

/** Takes the Date header of an answer as the true time. Differences under a minute are the network's. */
export function learnTime(header: string | null) {
  const server = header ? Date.parse(header) : NaN
  if (Number.isNaN(server)) return
  const seen = server - Date.now()
  skew = Math.abs(seen) > 60_000 ? seen : 0
}

/** The present by the server's clock, in milliseconds. */
export function now(): number {
  return Date.now() + skew
}

/** The present as a value that moves on every half minute while the component lives. */
export function useNow(): Ref<number> {
  const value = ref(now())
  const timer = setInterval(() => (value.value = now()), 30_000)
  onScopeDispose(() => clearInterval(timer))
  return value
}
