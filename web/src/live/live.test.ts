import { effectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { liveState, useLive } from './live'

class Source extends EventTarget {
  static CLOSED = 2
  static all: Source[] = []
  readyState = 0
  onopen = () => {}
  onerror = () => {}
  constructor(readonly url: string) {
    super()
    Source.all.push(this)
  }
  close() {
    this.readyState = 2
  }
  say(topic: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(topic, { data: JSON.stringify(data) }))
  }
}

beforeEach(() => {
  Source.all = []
  vi.stubGlobal('EventSource', Source)
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('useLive', () => {
  it('shares one connection and closes it with the last listener', () => {
    const a = effectScope()
    const b = effectScope()
    const heard: unknown[] = []
    a.run(() => useLive('order', (e) => heard.push(['a', e])))
    b.run(() => useLive('order', (e) => heard.push(['b', e])))
    b.run(() => useLive('notice', (e) => heard.push(['n', e])))
    expect(Source.all).toHaveLength(1)
    Source.all[0]!.say('order', 1)
    Source.all[0]!.say('notice', 2)
    expect(heard).toEqual([['a', 1], ['b', 1], ['n', 2]])
    b.stop()
    expect(Source.all[0]!.readyState).toBe(0)
    a.stop()
    expect(Source.all[0]!.readyState).toBe(2)
    expect(liveState.value).toBe('off')
  })

  it('opens again after the server closed it, and asks to load what was missed', () => {
    const scope = effectScope()
    const reload = vi.fn()
    scope.run(() => useLive('order', () => {}, reload))
    const first = Source.all[0]!
    first.onopen()
    expect(reload).not.toHaveBeenCalled()
    first.readyState = 2
    first.onerror()
    expect(liveState.value).toBe('lost')
    vi.advanceTimersByTime(1000)
    expect(Source.all).toHaveLength(2)
    Source.all[1]!.onopen()
    expect(reload).toHaveBeenCalledOnce()
    scope.stop()
  })
})
