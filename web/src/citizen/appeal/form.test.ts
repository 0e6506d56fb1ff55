import { describe, expect, it } from 'vitest'
import { emptyForm, faultsOf } from './form'

const good = { ...emptyForm(), body: '路灯不亮', title: '路灯不亮', region: '330102', phone: '138 0000 0000' }

describe('faultsOf', () => {
  it('lets a full form pass, with spaces in the number', () => expect(faultsOf(good, 5000)).toEqual({}))
  it('asks once for each thing that is missing', () => expect(Object.keys(faultsOf(emptyForm(), 5000))).toEqual(['body', 'region', 'phone']))
  it('tells a wrong number from a missing one', () => {
    expect(faultsOf({ ...good, phone: ' ' }, 5000).phone).toContain('请填写')
    expect(faultsOf({ ...good, phone: '139' }, 5000).phone).toContain('不对')
  })
  it('asks for a heading only when there is something to head', () => expect(Object.keys(faultsOf({ ...good, title: ' ' }, 5000))).toEqual(['title']))
  it('counts characters, not code units', () => {
    expect(faultsOf({ ...good, body: '𠮷'.repeat(10) }, 10)).toEqual({})
    expect(faultsOf({ ...good, body: '𠮷'.repeat(11) }, 10).body).toContain('10')
  })
})
