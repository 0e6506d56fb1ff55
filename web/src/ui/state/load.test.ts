import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { useAction, useLoad } from './load'

const settled = () => new Promise((r) => setTimeout(r))

describe('useLoad', () => {
  it('drops an answer that a newer question has overtaken', async () => {
    const answers: ((v: string) => void)[] = []
    const page = useLoad<string>(() => new Promise((r) => answers.push(r)))
    void page.reload()
    answers[1]!('new')
    await settled()
    answers[0]!('old')
    await settled()
    expect(page.data.value).toBe('new')
    expect(page.loading.value).toBe(false)
  })
  it('keeps what it has when a later reading fails', async () => {
    let fail = false
    const page = useLoad(async () => {
      if (fail) throw new Problem(0, '', '')
      return 1
    })
    await settled()
    fail = true
    await page.reload()
    expect(page.data.value).toBe(1)
    expect(page.problem.value?.offline).toBe(true)
  })
})

describe('useAction', () => {
  it('does a thing once at a time', async () => {
    let finish: () => void = () => {}
    let calls = 0
    const action = useAction(() => new Promise<void>((r) => (calls++, (finish = r))))
    const first = action.run()
    expect(await action.run()).toBe(false)
    finish()
    expect(await first).toBe(true)
    expect([calls, action.busy.value]).toEqual([1, false])
  })
  it('keeps the refusal until the next try', async () => {
    let refuse = true
    const action = useAction(async () => {
      if (refuse) throw new Problem(422, '', '不行')
    })
    expect(await action.run()).toBe(false)
    expect(action.problem.value?.detail).toBe('不行')
    refuse = false
    expect(await action.run()).toBe(true)
    expect(action.problem.value).toBeUndefined()
  })
})
