import { effectScope } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { slipAt } from '../matters/data'
import { rememberSituation } from '../matters/situation'
import { rememberDraft } from './draft'
import { useApplication } from './useApplication'

const questions = [
  { code: 'place', ask: '场所', options: [{ value: 'own', label: '自有' }, { value: 'rent', label: '租用' }] },
  { code: 'trade', ask: '做什么', options: [{ value: 'food', label: '餐饮店' }] },
]
const guide = { id: 'x', name: '事项', questions, form: { groups: [] }, materials: [], pledge: [], mail: true, online: true, status: 'published' }
const draft = { draft: { item: 'x', choices: { place: 'own', trade: 'food' }, form: {}, party: { kind: 'person' }, note: 'item/x#questions' } }

beforeEach(() => {
  const answer = (url: string) => new Response(JSON.stringify(url.includes('/drafts/open') ? draft : guide), { headers: { 'Content-Type': 'application/json' } })
  vi.stubGlobal('fetch', (request: Request) => Promise.resolve(answer(request.url)))
})
afterEach(() => {
  sessionStorage.clear()
  vi.unstubAllGlobals()
})
async function opened() {
  const a = effectScope().run(() => useApplication('item', 'x'))!
  await a.open()
  return a
}

it('CAT-31: what was answered on the guide is not asked again, and can be gone back to', async () => {
  rememberSituation('x', { place: 'rent', trade: 'food' })
  const a = await opened()
  expect([a.step, a.choices, a.steps[0]]).toEqual(['form', { place: 'rent', trade: 'food' }, 'questions'])
})
it('CAT-31: what is still open is asked', async () => {
  rememberSituation('x', { place: 'rent' })
  const a = await opened()
  expect([a.step, a.choices]).toEqual(['questions', { place: 'rent' }])
})
it('CAT-31: an answer of this visit stands before that of an older draft', async () => {
  rememberDraft({ id: 'd', code: 'c', subject: 'item/x', name: '事项', until: '9999-01-01' }, false)
  rememberSituation('x', { place: 'rent' })
  expect((await opened()).choices).toEqual({ place: 'rent', trade: 'food' })
})
it('CAT-31: the printed slip takes the answers', () => {
  expect(slipAt('x')).toBe('/api/citizen/matters/x/slip')
  expect(decodeURIComponent(slipAt('x', { place: 'rent', trade: 'food' }))).toMatch(/\?answers=place:rent,trade:food$/)
})
