import { describe, expect, it } from 'vitest'
import type { Guide, OneMatter } from './data'
import { asked, wantedBy, wantedByTheme } from './materials'

const paper = { code: 'a', name: '甲', kind: '其他', originals: 1, copies: 0 }

describe('what is asked of the applicant', () => {
  it('is not what the offices fetch themselves', () => {
    const g = { materials: [{ ...paper, need: 'required', shared: false }, { ...paper, code: 'b', need: 'required', shared: true }] } as unknown as Guide
    expect(wantedBy(g).map((m) => [m.code, m.need, asked(m)])).toEqual([['a', 'required', true], ['b', 'shared', false]])
  })
  it('is not what another item of the theme makes', () => {
    const compiled = { plan: [{ item: 'x', name: '设立登记' }], materials: [{ ...paper, necessity: 'required', within: 'x' }, { ...paper, code: 'c', necessity: 'tolerable' }] }
    const [made, own] = wantedByTheme({ compiled } as unknown as OneMatter)
    expect([made!.need, made!.from, asked(made!)]).toEqual(['within', '设立登记', false])
    expect([own!.need, asked(own!)]).toEqual(['tolerable', true])
  })
})
