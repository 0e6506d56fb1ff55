import { describe, expect, it } from 'vitest'
import { cascade, type Region } from './regions'

const place = (id: string, parent: string): Region => ({ id, name: id, level: '', parent })
const city = [place('c', ''), place('d1', 'c'), place('d2', 'c'), place('t1', 'd1'), place('t2', 'd1'), place('v1', 't1')]
const shape = (chosen: string) => cascade(city, chosen).map((l) => [l.choice, l.options.map((o) => o.id).join()])

describe('cascade', () => {
  it('begins under the root', () => expect(shape('')).toEqual([['', 'd1,d2']]))
  it('goes one step further with each choice', () => {
    expect(shape('d1')).toEqual([['d1', 'd1,d2'], ['', 't1,t2']])
    expect(shape('t1')).toEqual([['d1', 'd1,d2'], ['t1', 't1,t2'], ['', 'v1']])
  })
  it('ends where nothing lies below', () => {
    expect(shape('v1')).toEqual([['d1', 'd1,d2'], ['t1', 't1,t2'], ['v1', 'v1']])
    expect(shape('d2')).toEqual([['d2', 'd1,d2']])
  })
  it('takes the root itself for no choice', () => expect(shape('c')).toEqual([['', 'd1,d2']]))
  it('has nothing to offer without places', () => expect(cascade([], 'x')).toEqual([]))
})
