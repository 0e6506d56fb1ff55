import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import CertificateCard from './CertificateCard.vue'

const certificate = { number: '00000001-2026-000001', name: '食品经营许可证', holder: '望河食品', text: '准予经营', issuer: '市场监督管理局', issued: '2026-11-21T02:00:00Z', until: '2031-11-20', standing: 'valid' }
const card = (over: object) => mount(CertificateCard, { props: { certificate: { ...certificate, ...over } } })

describe('a certificate', () => {
  it('that is good says so in words', () => expect(card({}).find('h2').text()).toBe('有效'))
  it('without an end says so', () => expect(card({ until: undefined }).text()).toContain('长期有效'))
  it('APP-07: that ends soon says when, and is good still', () => {
    const w = card({ endsSoon: true })
    expect([w.find('h2').text(), w.find('header p').text()]).toEqual(['有效', expect.stringContaining('2031年11月20日到期')])
  })
  it('past its day says which', () => {
    const w = card({ standing: 'expired' })
    expect([w.find('h2').text(), w.find('header p').text()]).toEqual(['已过期', '这份证照是真的，2031年11月20日已到期。'])
  })
  it('that was revoked says when and why', () => {
    const w = card({ standing: 'revoked', revokedAt: '2026-11-25T02:00:00Z', revokedWhy: '承诺不实' })
    expect(w.find('header').text()).toContain('2026年11月25日被撤销')
    expect(w.text()).toContain('承诺不实')
    expect(w.text()).not.toContain('现在有效')
  })
})
