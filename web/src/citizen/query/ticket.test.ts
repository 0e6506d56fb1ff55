import { afterEach, describe, expect, it } from 'vitest'
import { forgetTicket, recallTicket, rememberTicket } from './ticket'

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
