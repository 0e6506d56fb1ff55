import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { Problem } from '@/api/problem'
import FileDrop from './FileDrop.vue'
import { fileFault, typesSaid } from './rules'
import { useFileRules } from './useFileRules'

const rules = { types: ['jpg', 'pdf'], maxBytes: 1024 * 1024, maxFiles: 2 }

describe('fileFault', () => {
  it.each([
    ['a.pdf', 10, 0, ''],
    ['A.JPG', 10, 1, ''],
    ['a.exe', 10, 0, '“a.exe”不能上传，可以传照片、PDF。'],
    ['jpg', 10, 0, '“jpg”不能上传，可以传照片、PDF。'],
    ['a.pdf', 0, 0, '“a.pdf”是空文件。'],
    ['a.pdf', 1258291, 0, '“a.pdf”有1.2 MB，超过1 MB。'],
    ['a.pdf', 10, 2, '最多2个文件，“a.pdf”没有加入。'],
  ])('%s of %d bytes beside %d others: %s', (name, size, held, want) => expect(fileFault({ name, size }, rules, held)).toBe(want))
})

describe('useFileRules', () => {
  it('asks once for all who want them, and again after a failure until they are there', async () => {
    vi.useFakeTimers()
    let working = false
    const fetched = vi.fn(async () => (working ? Response.json(rules) : Promise.reject(new TypeError('Failed to fetch'))))
    vi.stubGlobal('fetch', fetched)
    const [one, other] = [useFileRules(), useFileRules()]
    await vi.advanceTimersByTimeAsync(0)
    expect([fetched.mock.calls.length, one.value]).toEqual([1, undefined])
    working = true
    await vi.advanceTimersByTimeAsync(2000)
    expect([fetched.mock.calls.length, one.value, other.value]).toEqual([2, rules, rules])
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
})

describe('typesSaid', () => {
  it('says each sort once, in the words people use', () => expect(typesSaid(['jpg', 'png', 'm4a', 'mp4', 'pdf', 'dwg'])).toBe('照片、录音、视频、PDF、dwg'))
})

const list = (...files: File[]) => Object.assign(files, { item: (i: number) => files[i] }) as unknown as FileList
const flush = async () => {
  for (let i = 0; i < 4; i++) await nextTick()
}

describe('FileDrop', () => {
  const pick = async (w: ReturnType<typeof mount>, ...files: File[]) => {
    const input = w.find('input[type=file]')
    Object.defineProperty(input.element, 'files', { value: list(...files), configurable: true })
    await input.trigger('change')
  }

  it('sends at once, reports progress and hands over the answers', async () => {
    let finish: (v: { id: string }) => void = () => {}
    let report: (part: number) => void = () => {}
    const w = mount(FileDrop, {
      props: { rules, send: (_: File, p: (n: number) => void) => ((report = p), { done: new Promise((r) => (finish = r)), stop: () => {} }) },
    })
    await pick(w, new File(['x'], 'photo.jpg'))
    report(0.42)
    await nextTick()
    expect(w.text()).toContain('正在上传 42%')
    finish({ id: 'f1' })
    await flush()
    expect(w.text()).toContain('已上传')
    expect(w.emitted('update:modelValue')!.at(-1)).toEqual([[{ id: 'f1' }]])
    expect(w.emitted('busy')!.at(-1)).toEqual([false])
  })

  it('says why a file failed and sends it again', async () => {
    const send = vi
      .fn()
      .mockReturnValueOnce({ done: Promise.reject(new Problem(0, '', '连不上服务器')), stop: () => {} })
      .mockReturnValueOnce({ done: Promise.resolve('ok'), stop: () => {} })
    const w = mount(FileDrop, { props: { rules, send } })
    await pick(w, new File(['x'], 'a.pdf'), new File(['x'], 'b.exe'))
    await flush()
    expect(w.text()).toContain('没有传上：连不上服务器')
    expect(w.text()).toContain('“b.exe”不能上传')
    await w.findAll('button')[0]!.trigger('click')
    await flush()
    expect(w.text()).toContain('已上传')
  })

  it('does not offer to take back what is on record', async () => {
    const w = mount(FileDrop, { props: { rules, final: true, send: () => ({ done: Promise.resolve('ok'), stop: () => {} }) } })
    await pick(w, new File(['x'], 'a.pdf'))
    await flush()
    expect(w.text()).toContain('已上传')
    expect(w.findAll('button')).toHaveLength(0)
  })

  it('stops what is on its way when it is removed', async () => {
    const stop = vi.fn()
    const w = mount(FileDrop, { props: { rules, send: () => ({ done: new Promise(() => {}), stop }) } })
    await pick(w, new File(['x'], 'a.pdf'))
    await w.find('button').trigger('click')
    expect(stop).toHaveBeenCalledOnce()
    expect(w.text()).not.toContain('a.pdf')
  })
})
