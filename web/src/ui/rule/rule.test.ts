import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'

const book = [
  { id: 'HOT-52', sentence: '逾期又未报告说明的，发《催办通知书》并报分管领导' },
  { id: 'HOT-62', sentence: '延期经督查中心同意后生效' },
]
const answer = () => new Response(JSON.stringify(book), { headers: { 'Content-Type': 'application/json' } })

describe('rules that are cited', () => {
  const fetch = vi.fn<() => Promise<Response>>()
  beforeEach(() => {
    vi.resetModules()
    vi.stubGlobal('fetch', fetch.mockReset().mockImplementation(async () => answer()))
    return () => vi.unstubAllGlobals()
  })

  const parts = { RuleRef: () => import('./RuleRef.vue'), RulesCited: () => import('./RulesCited.vue') }
  async function text(part: keyof typeof parts, props: Record<string, unknown>) {
    const w = mount((await parts[part]()).default as Component, { props })
    await flushPromises()
    return w.text()
  }

  it('are said in a sentence, the id behind it', async () =>
    expect(await text('RuleRef', { citation: 'HOT-52' })).toBe('依据：逾期又未报告说明的，发《催办通知书》并报分管领导 HOT-52'))
  it('may be several, and documents', async () =>
    expect(await text('RuleRef', { citation: 'HOT-62、国办发明电〔2019〕16号', bare: true })).toBe('延期经督查中心同意后生效 HOT-62；国办发明电〔2019〕16号'))
  it('need no book when the sentence came along', async () => {
    expect(await text('RuleRef', { citation: 'HOT-38', text: '收到次日起2日内退单' })).toBe('依据：收到次日起2日内退单 HOT-38')
    expect(fetch).not.toHaveBeenCalled()
  })
  it('are found in a paragraph, each once', async () => {
    const said = await text('RulesCited', { text: '因故延长（HOT-62；UTF-16），再延长（HOT-62），期满（HOT-52）。' })
    expect(said.match(/依据：/g)).toHaveLength(2)
    expect(said.indexOf('HOT-62')).toBeLessThan(said.indexOf('HOT-52'))
  })
  it('share one book, and ask again after a failure', async () => {
    fetch.mockRejectedValueOnce(new TypeError('offline'))
    expect(await text('RuleRef', { citation: 'HOT-52' })).toBe('依据：HOT-52')
    expect(await text('RuleRef', { citation: 'HOT-52' })).toContain('逾期')
    expect(await text('RuleRef', { citation: 'HOT-62' })).toContain('延期')
    expect(fetch).toHaveBeenCalledTimes(2)
  })
})
