import { afterEach, describe, expect, it } from 'vitest'
import { fitting, recallSituation, rememberSituation, unanswered } from './situation'

const questions = [
  { code: 'agent', ask: '谁来办', options: [{ value: 'self', label: '本人' }, { value: 'agent', label: '代办' }] },
  { code: 'place', ask: '场所', options: [{ value: 'own', label: '自有' }] },
]
afterEach(() => sessionStorage.clear())

describe('the situation', () => {
  it('is asked once for guide and application, and of this matter only', () => {
    rememberSituation('a', { agent: 'self' })
    expect(recallSituation('a')).toEqual({ agent: 'self' })
    expect(recallSituation('b')).toEqual({})
  })
  it('takes nothing of what somebody else left there', () => {
    sessionStorage.setItem('huying.situation.a', '{"agent": 1, "place": "own"}')
    expect(recallSituation('a')).toEqual({ place: 'own' })
    sessionStorage.setItem('huying.situation.a', 'nonsense')
    expect(recallSituation('a')).toEqual({})
  })
  it('leaves out what is no answer to these questions', () => expect(fitting(questions, { agent: 'self', place: 'lent', gone: 'x' })).toEqual({ agent: 'self' }))
  it('knows what is still open', () => expect(unanswered(questions, { agent: 'self', place: 'lent' }).map((q) => q.code)).toEqual(['place']))
})
