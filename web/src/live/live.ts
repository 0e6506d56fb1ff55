import { onScopeDispose, readonly, ref } from 'vue'

type Listener = (data: unknown) => void

/** `off` nobody listens, `on` connected, `lost` trying again. */
export const liveState = ref<'off' | 'on' | 'lost'>('off')

// One connection for the page, whatever the number of listeners: over HTTP/1.1 a browser allows only six.
const topics = new Map<string, Set<Listener>>()
const attached = new Set<string>()
const returns = new Set<() => void>()
let source: EventSource | undefined
let timer: ReturnType<typeof setTimeout> | undefined
let wait = 1000

function open() {
  source = new EventSource('/api/live')
  attached.clear()
  topics.forEach((_, topic) => attach(topic))
  source.onopen = () => {
    const back = liveState.value === 'lost'
    liveState.value = 'on'
    wait = 1000
    if (back) returns.forEach((reload) => reload())
  }
  source.onerror = () => {
    liveState.value = 'lost'
    if (source?.readyState !== EventSource.CLOSED) return // the browser tries again by itself
    timer = setTimeout(open, wait)
    wait = Math.min(wait * 2, 60_000)
  }
}

function attach(topic: string) {
  if (!source || attached.has(topic)) return
  attached.add(topic)
  source.addEventListener(topic, (e) => {
    const data: unknown = JSON.parse((e as MessageEvent<string>).data)
    topics.get(topic)?.forEach((listener) => listener(data))
  })
}

function close() {
  clearTimeout(timer)
  source?.close()
  source = undefined
  liveState.value = 'off'
}

/**
 * Listens to one topic of /api/live (named server-sent events with JSON data) while the component lives. `onReturn` is
 * called after a broken connection came back, when events may have been missed: load the data again.
 */
export function useLive<T>(topic: string, onEvent: (data: T) => void, onReturn?: () => void) {
  const listener = onEvent as Listener
  const listeners = topics.get(topic) ?? new Set()
  topics.set(topic, listeners.add(listener))
  if (onReturn) returns.add(onReturn)
  if (source) attach(topic)
  else open()

  onScopeDispose(() => {
    listeners.delete(listener)
    if (onReturn) returns.delete(onReturn)
    if (listeners.size === 0) topics.delete(topic)
    if (topics.size === 0) close()
  })
  return readonly(liveState)
}
