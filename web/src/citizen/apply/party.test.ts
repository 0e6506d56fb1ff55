import { describe, expect, it } from 'vitest'
import type { Answers, Field } from '@/ui/form/answers/fields'
import { echo, emptyAgent, emptyParty, partyFaults, tidyParty } from './party'

const person = { ...emptyParty(), kind: 'person', name: '李申请', idNumber: '990081199001011237', phone: '199 0081 0001' }
const firm = { ...emptyParty(), kind: 'firm', name: '望河食品', idNumber: '91990081ma0000001m', phone: '19900810001', legal: '张店主' }

describe('partyFaults', () => {
  it('lets a person and a firm pass, however the numbers are typed', () => {
    expect(partyFaults(person)).toEqual({})
    expect(partyFaults(firm)).toEqual({})
  })
  it('asks once for each thing that is missing', () => expect(Object.keys(partyFaults(emptyParty()))).toEqual(['party.kind', 'party.name', 'party.idNumber', 'party.phone']))
  it('holds a firm to the code of firms', () => expect(partyFaults({ ...firm, idNumber: person.idNumber })).toHaveProperty(['party.idNumber']))
  it('asks an agent for his own identity (APP-49)', () =>
    expect(Object.keys(partyFaults({ ...person, agent: emptyAgent() }))).toEqual(['party.agent.name', 'party.agent.idNumber', 'party.agent.phone']))
})

describe('tidyParty', () => {
  it('takes blanks out of numbers and leaves out what belongs to the other kind', () => {
    const tidy = tidyParty({ ...person, legal: '张店主' })
    expect([tidy.phone, tidy.legal, tidy.agent]).toEqual(['19900810001', undefined, undefined])
    expect(tidyParty(firm).idNumber).toBe('91990081MA0000001M')
  })
})

describe('echo', () => {
  const field = (code: string): Field => ({ code, label: code, kind: 'text' })
  const fields = ['person_name', 'mobile', 'firm_name', 'area'].map(field)

  it('fills in what is known already, of the right kind only', () => expect(echo(fields, {}, person, emptyParty())).toEqual({ person_name: '李申请', mobile: '199 0081 0001' }))
  it('follows a correction', () => {
    const first = echo(fields, {}, person, emptyParty())
    expect(echo(fields, first, { ...person, name: '李更正' }, person)).toMatchObject({ person_name: '李更正' })
  })
  it('never changes what somebody wrote himself', () => {
    const written: Answers = { person_name: '王他人', mobile: '02788880000', area: '60' }
    expect(echo(fields, written, firm, person)).toMatchObject(written)
  })
  it('answers nothing that the form does not ask', () => expect(Object.keys(echo([field('mobile')], {}, firm, emptyParty()))).toEqual(['mobile']))
})
