import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import ConfirmDialog from './ConfirmDialog.vue'
import { confirm, question } from './confirm'

const body = () => document.body
let w: ReturnType<typeof mount>
const open = async () => {
  w = mount(ConfirmDialog, { attachTo: document.body })
  await nextTick()
  await nextTick()
}
afterEach(() => {
  w.unmount()
  document.body.innerHTML = ''
})

describe('confirm', () => {
  it('does not go on without the reason it asks for', async () => {
    const asked = confirm({ title: '退回工单', action: '退回', reason: { choices: ['不属于本单位职责'] } })
    await open()
    const form = body().querySelector('form')!
    form.dispatchEvent(new Event('submit'))
    await nextTick()
    expect(body().textContent).toContain('请写明理由。')
    expect(question.value).not.toBeNull()
    const choice = [...body().querySelectorAll('button')].find((b) => b.textContent!.includes('不属于本单位职责'))!
    choice.click()
    await nextTick()
    form.dispatchEvent(new Event('submit'))
    expect(await asked).toEqual({ reason: '不属于本单位职责' })
  })

  it('gives null when the person thinks better of it', async () => {
    const asked = confirm({ title: '办结', action: '办结' })
    await open()
    ;[...body().querySelectorAll('button')].find((b) => b.textContent!.includes('取消'))!.click()
    expect(await asked).toBeNull()
  })

  it('a new question withdraws the one before', async () => {
    const first = confirm({ title: 'a', action: 'a' })
    void confirm({ title: 'b', action: 'b' })
    expect(await first).toBeNull()
    await open()
  })
})
