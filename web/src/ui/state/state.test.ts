import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@/api/problem'
import ProgressBar from './ProgressBar.vue'
import StatePage from './StatePage.vue'
import ToastErrors from './ToastErrors.vue'
import { toast, toasts } from './toast'

const late = new Problem(422, '不能退回', '退单时限已过。', 'hotline.return.late', [{ name: 'reason', message: '请写明理由' }], 'HOT-31', '收到次日起2日内退单')

describe('StatePage', () => {
  it.each([
    [0, '网络不通'], [401, '登录已过期'], [403, '您没有权限查看这里'], [404, '没有找到'], [500, '没有载入成功'],
  ])('tells what a refusal with status %d means', (status, title) => {
    expect(mount(StatePage, { props: { problem: new Problem(status, '', 'x') } }).text()).toContain(title)
  })
  it('offers to try again only where that helps', async () => {
    const failed = mount(StatePage, { props: { problem: late } })
    await failed.find('button').trigger('click')
    expect(failed.emitted('retry')).toHaveLength(1)
    expect(failed.text()).toContain('退单时限已过。')
    expect(mount(StatePage, { props: { state: 'refused' } }).find('button').exists()).toBe(false)
  })
})

describe('toasts', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => {
    toasts.splice(0)
    vi.useRealTimers()
  })
  it('shows a refusal in full until it is closed, and the same one once', async () => {
    const w = mount(ToastErrors)
    toast.problem(late)
    toast.problem(late)
    vi.advanceTimersByTime(60_000)
    await w.vm.$nextTick()
    for (const part of ['不能退回', '退单时限已过。', '请写明理由', '依据：收到次日起2日内退单 HOT-31']) expect(w.text()).toContain(part)
    expect(w.text()).not.toContain('hotline.return.late')
    expect(w.findAll('[role=alert]')).toHaveLength(1)
    await w.find('button').trigger('click')
    expect(toasts).toHaveLength(0)
  })
  it('gives the code of a fault of the system, to quote on the telephone', async () => {
    const w = mount(ToastErrors)
    toast.problem(new Problem(500, '系统出错', '请稍后再试。', 'internal'))
    await w.vm.$nextTick()
    expect(w.text()).toContain('故障代码 internal')
  })
  it('lets good news go by itself', () => {
    toast.done('已签收')
    expect(toasts).toHaveLength(1)
    vi.advanceTimersByTime(6000)
    expect(toasts).toHaveLength(0)
  })
  it('leaves an ended session to the page', () => {
    toast.problem(new Problem(401, '', ''))
    expect(toasts).toHaveLength(0)
  })
})

describe('ProgressBar', () => {
  it('says how far and how long', () => {
    const w = mount(ProgressBar, { props: { label: '导入', done: 1500, total: 3000, leftMs: 90_000 } })
    expect(w.text()).toContain('1,500 / 3,000')
    expect(w.text()).toContain('约剩1分钟30秒')
    expect(w.find('[role=progressbar]').attributes('aria-valuenow')).toBe('50')
  })
  it('claims no figure when the size is unknown', () => {
    expect(mount(ProgressBar, { props: { label: '导入' } }).find('[role=progressbar]').attributes('aria-valuenow')).toBeUndefined()
  })
})
