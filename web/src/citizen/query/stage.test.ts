import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { stageOf } from './stage'

// The states of the order's life, from the drawing that is made of the code.
const drawn = readFileSync('../docs/flows/hotline.order.md', 'utf8')
const states = [...new Set([...drawn.matchAll(/^\s*(?:state "[^"]*" as )?([a-z_]+)(?= *(?::|-->|$))/gm)].map((m) => m[1]!))]

describe('stageOf', () => {
  it('says for every state where it stands and what to do', () => {
    expect(states.length).toBeGreaterThan(15)
    for (const state of states) expect(Object.values(stageOf(state, '')).every(Boolean), state).toBe(true)
  })
  it('names the day while it waits to be taken up', () => expect(stageOf('submitted', '11月24日（周二）').next).toContain('11月24日（周二）'))
  it('takes an open matter for none that has ended', () => {
    const ended = stageOf('archived', '').now
    for (const state of ['submitted', 'registered', 'dispatched', 'handling', 'returning', 'concluded', 'disputed', 'escalated']) expect(stageOf(state, '').now).not.toBe(ended)
  })
})
