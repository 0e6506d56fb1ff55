import { describe, expect, it } from 'vitest'
import { figureOf, listBehind, narrowed, rateWords } from './figures'

const scope = { from: '2026-11-01', to: '2026-11-21', dept: '', region: '', kind: '' }

describe('rateWords', () => {
  it.each([[97.346, '97.35%'], [100, '100.00%'], [0, '0.00%'], [null, '—']])('%s is %s', (rate, want) => expect(rateWords(rate)).toBe(want))
})

describe('the list behind a figure', () => {
  it('keeps what narrows the figure and drops what does not', () =>
    expect(listBehind({ ...scope, dept: 'd1' }, { figure: 'closing', part: 'rest' })).toEqual({
      name: 'stats-list', query: { from: '2026-11-01', to: '2026-11-21', dept: 'd1', figure: 'closing', part: 'rest' },
    }))
  it('is of one line only', () => {
    expect(narrowed(scope, 'dept', 'd2').dept).toBe('d2')
    expect(narrowed(scope, 'region', 'r2')).toMatchObject({ dept: '', region: 'r2' })
    expect(narrowed(scope, 'dept', '')).toEqual(scope)
  })
})

it('a figure that is not there has no rate', () => expect(figureOf({ figures: [] }, 'closing').rate).toBeNull())
