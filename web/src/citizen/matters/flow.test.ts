import { describe, expect, it } from 'vitest'
import { stationsOf } from './flow'

// As catalog.Draw writes it.
const drawn =
  'flowchart TD\n  apply([申请]) --> accept[受理]\n  s0[审查 1  <br/>5个工作日]\n  s1[核准<br/>3个工作日]\n  s2{决定<br/>2个工作日}\n  accept --> s0\n  s0 -->|通过| s1\n  s0 -->|不通过| s2\n  s1 --> s2\n  s2 --> deliver([送达])\n'

describe('stationsOf', () => {
  it('reads the way from the application to the delivery, with each share of the time', () =>
    expect(stationsOf(drawn).map((s) => [s.name, s.limit, s.kind])).toEqual([
      ['申请', '', 'end'],
      ['受理', '', 'step'],
      ['审查 1', '5个工作日', 'step'],
      ['核准', '3个工作日', 'step'],
      ['决定', '2个工作日', 'decision'],
      ['送达', '', 'end'],
    ]))
  it('names only the turns that leave the way', () =>
    expect(stationsOf(drawn).flatMap((s) => s.turns.map((turn) => [s.name, turn.on, turn.to]))).toEqual([['审查 1', '不通过', '决定']]))
  it('reads what is decided on the spot', () =>
    expect(stationsOf('flowchart TD\n  apply([申请]) --> accept[受理]\n  accept --> decide{当场决定}\n  decide --> deliver([送达])\n').map((s) => s.name)).toEqual(['申请', '受理', '当场决定', '送达']))
  it('keeps steps in order beyond ten', () => {
    const steps = Array.from({ length: 12 }, (_, n) => `  s${n}[步骤${n}]\n`).join('')
    expect(stationsOf(`flowchart TD\n  apply([申请]) --> accept[受理]\n${steps}  s11 --> deliver([送达])\n`).map((s) => s.id).slice(-4)).toEqual(['s9', 's10', 's11', 'deliver'])
  })
})
