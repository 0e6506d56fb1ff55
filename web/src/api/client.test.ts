import { afterEach, describe, expect, it, vi } from 'vitest'
import { api, ifMatch, newKey, onSessionEnded, send, useIntent } from './client'
import { asProblem, Problem, toProblem } from './problem'

function answer(status: number, body: unknown, type = 'application/problem+json') {
  const fetched = vi.fn(
    async (_: Request) => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'Content-Type': type } }),
  )
  vi.stubGlobal('fetch', fetched)
  return fetched
}

const caught = (call: Promise<unknown>) => call.then(() => undefined, (e: unknown) => e as Problem)

afterEach(() => vi.unstubAllGlobals())

describe('api', () => {
  it('gives every creation an idempotency key, and keeps the one of an intent', async () => {
    const fetched = answer(200, {}, 'application/json')
    await send(api.POST('/api/login', { body: { login: 'a', password: 'b' } }))
    expect(fetched.mock.calls[0]![0].headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/)
    const intent = useIntent()
    await send(api.POST('/api/login', { body: { login: 'a', password: 'b' }, headers: intent.headers() }))
    expect(fetched.mock.calls[1]![0].headers.get('Idempotency-Key')).toBe(intent.headers()['Idempotency-Key'])
    const before = intent.headers()
    intent.renew()
    expect(intent.headers()).not.toEqual(before)
  })

  it('throws a refusal as the server worded it', async () => {
    answer(422, { title: '未通过', detail: '来电号码不对。', code: 'x.y', errors: [{ name: 'phone', message: '请填11位' }] })
    const p = await caught(send(api.GET('/api/me')))
    expect(p).toBeInstanceOf(Problem)
    expect(p).toMatchObject({ status: 422, title: '未通过', detail: '来电号码不对。', code: 'x.y' })
    expect(p!.field('phone')).toBe('请填11位')
  })

  it('tells once a session is over, but not when asking for one', async () => {
    answer(401, { detail: '请登录' })
    const ended = vi.fn()
    const stop = onSessionEnded(ended)
    await caught(send(api.POST('/api/login', { body: { login: 'a', password: 'b' } })))
    expect(ended).not.toHaveBeenCalled()
    expect((await caught(send(api.POST('/api/logout'))))!.sessionEnded).toBe(true)
    expect(ended).toHaveBeenCalledOnce()
    stop()
  })

  it('knows when the server was not reached', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')))
    expect((await caught(send(api.GET('/api/me'))))!.offline).toBe(true)
  })
})

describe('toProblem', () => {
  it('says who won when the server does, and what to do when it does not', () => {
    expect(toProblem(409, '{"detail":"张三已于14:30退回。"}').detail).toBe('张三已于14:30退回。')
    expect(toProblem(412, '').conflict).toBe(true)
    expect(toProblem(412, '').detail).toContain('重新载入')
  })
  it('does not show a proxy’s page', () => {
    expect(toProblem(502, '<html>Bad gateway</html>').detail).toBe('系统出现故障，请稍后再试。')
  })
  it('hides what a program threw', () => expect(asProblem(new Error('x is undefined')).detail).not.toContain('undefined'))
})

it('newKey never repeats', () => expect(new Set(Array.from({ length: 50 }, newKey)).size).toBe(50))
it('ifMatch quotes the version', () => expect(ifMatch(7)).toEqual({ 'If-Match': '"7"' }))
