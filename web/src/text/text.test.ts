import { describe, expect, it } from 'vitest'
import { fill, speak, texts } from './text'

const t = texts('sample', { hello: '您好', left: '剩{n}个工作日，{who}办理' } as const)

describe('texts', () => {
  it('gives the Chinese text', () => expect(t('hello')).toBe('您好'))
  it('fills in values', () => expect(t('left', { n: 3, who: '住建局' })).toBe('剩3个工作日，住建局办理'))
  it('leaves a value that is missing visible', () => expect(fill('第{n}页')).toBe('第{n}页'))
  it('refuses unknown keys and missing values when compiling', () => {
    // @ts-expect-error no such key
    expect(() => t('absent')).toThrow()
    // @ts-expect-error `who` is missing
    expect(t('left', { n: 1 })).toContain('{who}')
  })
  it('falls back to Chinese for a language that lacks the text', async () => {
    await speak('bo')
    expect(t('hello')).toBe('您好')
    expect(document.documentElement.lang).toBe('bo')
    await speak('zh-CN')
  })
})
