import { describe, expect, it } from 'vitest'
import type { Wanted } from '../matters/materials'
import { fromHandings, lacking, nothing, toHand, type Handed } from './materials'

const wanted = (code: string, need: Wanted['need'] = 'required'): Wanted => ({ code, name: code, need, originals: 0, copies: 0, paperless: true, issuer: '', note: '', sample: '', from: '' })
const file = { ticket: 't', name: 'a.pdf' }
const sent: Handed = { ...nothing(), sent: [file] }
const reused: Handed = { ...nothing(), reuse: 'BJ20261121-00001', proof: '123456' }

describe('toHand', () => {
  it('hands in nothing that is not asked: of another situation, or fetched by the offices', () =>
    expect(toHand([wanted('a'), wanted('b', 'shared'), wanted('c', 'within')], { a: sent, b: sent, c: sent, gone: sent })).toEqual([{ code: 'a', sent: [file] }]))
  it('takes the earlier application in the place of files', () => expect(toHand([wanted('a')], { a: reused })).toEqual([{ code: 'a', reuse: 'BJ20261121-00001', proof: '123456' }]))
  it('leaves out what is not there', () => expect(toHand([wanted('a'), wanted('b')], { a: nothing() })).toEqual([]))
  it('comes back out of a draft as it went in', () => {
    const all = [wanted('a'), wanted('b')]
    const handed = { a: sent, b: reused }
    expect(toHand(all, fromHandings(toHand(all, handed)))).toEqual(toHand(all, handed))
  })
})

it('misses only what must be there', () => expect(lacking([wanted('a'), wanted('b'), wanted('c', 'tolerable'), wanted('d', 'shared')], { b: sent }).map((m) => m.code)).toEqual(['a']))
