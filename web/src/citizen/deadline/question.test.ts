import { describe, expect, it } from 'vitest'
import { faultOf, readExtensions, readPauses, writePauses, type Question } from './question'

const good: Question = { start: '2026-09-28T10:00', amount: 5, unit: 'workday', pauses: '', extend: '', region: '' }

describe('pauses in the address', () => {
  it.each(['', '2026-05-06..2026-05-08', '2026-05-06..2026-05-08,2026-05-20..'])('%j survives being read and written', (text) =>
    expect(writePauses(readPauses(text))).toBe(text),
  )
  it('a single day is a pause of one day', () => expect(readPauses('2026-05-11')).toEqual([{ from: '2026-05-11', to: '2026-05-11', open: false }]))
})

describe('readExtensions', () => {
  it.each([['', []], ['5', [5]], ['5,3', [5, 3]], ['5，3、2', [5, 3, 2]], ['x', undefined], ['0', undefined], ['-1', undefined]])('%j is %j', (text, want) =>
    expect(readExtensions(text)).toEqual(want),
  )
})

describe('faultOf', () => {
  it('asks only what can be answered', () => {
    expect(faultOf(good, [])).toBe('')
    expect(faultOf({ ...good, start: '' }, [])).toContain('起算')
    expect(faultOf({ ...good, amount: 0 }, [])).toContain('期限')
    expect(faultOf({ ...good, amount: 2.5 }, [])).toContain('期限')
    expect(faultOf({ ...good, extend: 'abc' }, [])).toContain('延长')
    expect(faultOf(good, [{ from: '2026-05-08', to: '2026-05-06', open: false }])).toContain('第1段')
    expect(faultOf(good, [{ from: '2026-05-08', to: '', open: true }, { from: '2026-06-01', to: '2026-06-02', open: false }])).toContain('最后一段')
  })
  it('a limit of the same day has nothing to pause or extend', () => expect(faultOf({ ...good, unit: 'sameday', amount: 0, extend: 'x' }, [])).toBe(''))
})
