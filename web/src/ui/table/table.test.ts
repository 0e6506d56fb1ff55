import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { Problem } from '@/api/problem'
import DataTable from './DataTable.vue'
import { moveTo } from './keys'
import { useRows, type Page } from './rows'

interface Row {
  id: string
  title: string
}
const row = (n: number): Row => ({ id: `r${n}`, title: `件${n}` })
const columns = [{ key: 'id', title: '编号' }, { key: 'title', title: '标题', wideOnly: true }]

async function table(load: (after: string) => Promise<Page<Row>>, extra: Record<string, unknown> = {}) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { template: '<i/>' } }, { path: '/order/:id', component: { template: '<i/>' } }],
  })
  await router.push('/')
  const w = mount(DataTable<Row>, {
    props: { label: '工单', columns, load, rowId: (r: Row) => r.id, to: (r: Row) => `/order/${r.id}`, ...extra },
    global: { plugins: [router] },
    attachTo: document.body,
  })
  await flushPromises()
  return { w, router }
}

const two = async (after: string): Promise<Page<Row>> => (after ? { items: [row(3)], next: '' } : { items: [row(1), row(2)], next: 'c2' })

describe('moveTo', () => {
  it.each([['ArrowDown', 0, 1], ['ArrowDown', 2, 2], ['ArrowUp', 0, 0], ['End', 0, 2], ['Home', 2, 0], ['x', 1, undefined]])(
    '%s from %d',
    (key, at, want) => expect(moveTo(key, at, 3)).toBe(want),
  )
})

describe('useRows', () => {
  it('drops an answer that a newer question has overtaken', async () => {
    const answers: ((p: Page<Row>) => void)[] = []
    const list = useRows<Row>(() => new Promise((r) => answers.push(r)))
    void list.reload()
    void list.reload()
    answers[1]!({ items: [row(2)], next: '' })
    await flushPromises()
    answers[0]!({ items: [row(1)], next: '' })
    await flushPromises()
    expect(list.rows.value).toEqual([row(2)])
    expect(list.loading.value).toBe(false)
  })
  it('refreshes as many pieces as are shown, and keeps them when that fails', async () => {
    let away = false
    const load = vi.fn(async (after: string) => (away ? Promise.reject(new Error()) : two(after)))
    const list = useRows<Row>(load)
    await list.reload()
    await list.more()
    await list.refresh()
    expect(load.mock.calls).toEqual([[''], ['c2'], [''], ['c2']])
    away = true
    await list.refresh()
    expect(list.rows.value).toHaveLength(3)
    expect([list.loading.value, list.problem.value]).toEqual([false, undefined])
  })
})

describe('DataTable', () => {
  it('reads on from the cursor, and tells when that is all', async () => {
    const load = vi.fn(two)
    const { w } = await table(load)
    expect(w.text()).toContain('已显示2条')
    await w.find('.foot button').trigger('click')
    await flushPromises()
    expect(load.mock.calls).toEqual([[''], ['c2']])
    expect(w.findAll('tbody tr')).toHaveLength(3)
    expect(w.text()).toContain('共3条')
    w.unmount()
  })

  it('reads anew when the filters change, and forgets the selection', async () => {
    const load = vi.fn(two)
    const { w } = await table(load, { query: { q: 'a' }, selectable: true, selected: ['r1'] })
    await w.setProps({ query: { q: 'a' } })
    expect(load).toHaveBeenCalledTimes(1)
    await w.setProps({ query: { q: 'b' } })
    expect(load).toHaveBeenCalledTimes(2)
    expect(w.emitted('update:selected')!.at(-1)).toEqual([[]])
    w.unmount()
  })

  it('is walked with the keys: down, select, open', async () => {
    const { w, router } = await table(two, { selectable: true })
    const rows = w.findAll('tbody tr')
    expect(rows.map((r) => r.attributes('tabindex'))).toEqual(['0', '-1'])
    ;(rows[0]!.element as HTMLElement).focus()
    await rows[0]!.trigger('keydown', { key: 'ArrowDown' })
    await flushPromises()
    expect(document.activeElement).toBe(rows[1]!.element)
    await rows[1]!.trigger('keydown', { key: ' ' })
    expect(w.emitted('update:selected')!.at(-1)).toEqual([['r2']])
    await rows[1]!.trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(router.currentRoute.value.path).toBe('/order/r2')
    w.unmount()
  })

  it('selects what is shown', async () => {
    const { w } = await table(two, { selectable: true })
    await w.find('thead input').trigger('change')
    expect(w.emitted('update:selected')!.at(-1)).toEqual([['r1', 'r2']])
    w.unmount()
  })

  it.each([[403, '您没有权限查看这里'], [0, '网络不通'], [500, '没有载入成功']])('shows a refusal %d in place of rows', async (status, text) => {
    const { w } = await table(() => Promise.reject(new Problem(status, '', '')))
    expect(w.text()).toContain(text)
    w.unmount()
  })

  it('keeps the rows when the next piece does not come', async () => {
    const { w } = await table((after) => (after ? Promise.reject(new Problem(0, '', '')) : two('')))
    await w.find('.foot button').trigger('click')
    await flushPromises()
    expect(w.findAll('tbody tr')).toHaveLength(2)
    expect(w.text()).toContain('网络不通')
    w.unmount()
  })

  it('says that there is nothing', async () => {
    const { w } = await table(async () => ({ items: [], next: '' }))
    expect(w.text()).toContain('没有符合条件的记录')
    w.unmount()
  })
})
