import { describe, expect, it } from 'vitest'
import { byHour, byPerson } from './loads'

const load = (person: string, hour: number, taken: number, revisits = 0) => ({ person, name: `坐席${person}`, hour, taken, revisits })
const loads = [load('a', 9, 3), load('b', 9, 4, 2), load('a', 12, 1)]

describe('the load', () => {
  it('of people, the most first', () => expect(byPerson(loads).map((s) => [s.name, s.taken, s.revisits])).toEqual([['坐席b', 4, 2], ['坐席a', 4, 0]]))
  it('of hours, with the quiet ones between', () => expect(byHour(loads).map((s) => [s.key, s.taken])).toEqual([['9', 7], ['10', 0], ['11', 0], ['12', 1]]))
  it('of nobody is nothing', () => expect(byHour([])).toEqual([]))
})
