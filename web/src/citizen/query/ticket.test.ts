import { afterEach, describe, expect, it } from 'vitest'
import { forgetTicket, plainTicket, recallTicket, rememberTicket } from './ticket'

const ticket = { number: '20261121-000123', code: '472913' }

afterEach(forgetTicket)

describe('the ticket', () => {
  it('lasts for the visit only', () => {
    rememberTicket(ticket, false)
    expect(recallTicket()).toEqual({ ticket, kept: false })
    expect(localStorage.length).toBe(0)
  })
  it('stays on the device when the person asks for it', () => {
    rememberTicket(ticket, true)
    sessionStorage.clear()
    expect(recallTicket()).toEqual({ ticket, kept: true })
  })
  it('is forgotten when the tick is taken away', () => {
    rememberTicket(ticket, true)
    rememberTicket(ticket, false)
    sessionStorage.clear()
    expect(recallTicket().ticket).toBeUndefined()
  })
  it('ignores what somebody else left there', () => {
    sessionStorage.setItem('huying.ticket', 'nonsense')
    expect(recallTicket().ticket).toBeUndefined()
  })
})

describe('plainTicket', () => {
  it.each(['20261121-00065', '2026112100065', '20261121 00065', '２０２６１１２１－０００６５', '20261121—00065', ' 20261121--00065 '])('reads %s', (number) =>
    expect(plainTicket({ number, code: ' 354 ９45 ' })).toEqual({ number: '20261121-00065', code: '354945' }))
  it.each([
    ['BJ2026112100065', 'BJ20261121-00065'],
    ['bj20261121—00065', 'BJ20261121-00065'],
    ['YJ20261121-00012-2', 'YJ20261121-00012-2'],
    ['yj20261121 00012－2', 'YJ20261121-00012-2'],
  ])('reads the number of an application %s', (number, plain) => expect(plainTicket({ number, code: '' }).number).toBe(plain))
  it('leaves what is no number as it is', () => expect(plainTicket({ number: '没有', code: '' })).toEqual({ number: '没有', code: '' }))
})
