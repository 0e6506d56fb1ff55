import createClient, { type Middleware } from 'openapi-fetch'
import { learnTime } from '@/ui/now'
import { offlineProblem, toProblem } from './problem'
import type { paths } from './schema'

const endings = new Set<() => void>()

/** Calls back when the server says that nobody is signed in any more. Gives the way to stop listening. */
export function onSessionEnded(listener: () => void): () => void {
  endings.add(listener)
  return () => endings.delete(listener)
}

/** Tells everyone that the session is over; for requests that do not go through `api`. */
export function sessionEnded() {
  endings.forEach((listener) => listener())
}

/** A key under which the server does a creation once only. Works on plain http too, where randomUUID is missing. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('')
}

// To a sign-in 401 is an answer, not an ending.
const signIn = '/api/login'

const manners: Middleware = {
  onRequest({ request }) {
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', newKey())
    }
    return request
  },
  async onResponse({ response, schemaPath }) {
    learnTime(response.headers.get('Date'))
    if (response.ok || response.status === 304) return
    if (response.status === 401 && schemaPath !== signIn) sessionEnded()
    throw toProblem(response.status, await response.text())
  },
  onError() {
    return offlineProblem()
  },
}

/** The typed API. Every refusal is thrown as a Problem, so read answers through `send`. Cookies stay on this origin. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  headers: { Accept: 'application/json, application/problem+json' },
  fetch: (request) => fetch(request),
})
api.use(manners)

/** The data of an answer: `const me = await send(api.GET('/api/me'))`. Throws Problem. */
export async function send<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}

/** Header of a change that must only be made to the version the person has seen. */
export function ifMatch(version: number | string) {
  return { 'If-Match': `"${version}"` }
}

/**
 * The key of one intent. A form keeps it over retries, so that a double click or a repeated send after a broken
 * connection creates one thing; `renew` after success.
 */
export function useIntent() {
  let key = newKey()
  return {
    headers: () => ({ 'Idempotency-Key': key }),
    renew: () => {
      key = newKey()
    },
  }
}
