import { ask, doIt, expect, opened, pick, shot, test } from './desk'

test('the inspector reads his copies, tracks an order and finds it among the tracked', async ({ as }) => {
  const page = await as('inspector')
  await page.goto('/desk/copies')
  const copies = page.getByRole('table', { name: '抄送件' })
  const rows = copies.locator('tbody tr')
  await expect(rows.first()).toBeVisible()
  await shot(page, 'inspect-01-copies')
  const title = (await rows.first().getByRole('link').first().textContent())!
  const count = await rows.filter({ hasText: title }).count()
  await rows.first().getByRole('button', { name: '已阅' }).click()
  await expect(rows.filter({ hasText: title })).not.toHaveCount(count)

  await page.goto('/desk/orders?states=handling')
  await page.getByRole('table').locator('tbody tr').first().getByRole('link').first().click()
  const name = (await page.locator('h1').textContent())!
  const number = (await page.locator('header .number').textContent())!
  await page.getByRole('toolbar', { name: '可以办理的事项' }).getByRole('button', { name: '更多' }).click()
  await page.getByRole('button', { name: '跟踪督办', exact: true }).click()
  const dialog = await opened(page, '跟踪督办')
  await pick(dialog, '督办', '列入跟踪督办')
  await dialog.getByLabel('理由').fill('群众反映集中。')
  await doIt(dialog, '跟踪督办')
  await page.goto(`/desk/worklist/tracked?q=${number}`)
  await expect(page.getByRole('link', { name }).first()).toBeVisible()
  await shot(page, 'inspect-02-tracked')
  await page.goto('/desk/worklist/notice')
  await expect(page.getByRole('navigation', { name: '待办分类' }).getByRole('link', { name: /应发监察通知书/ })).toHaveAttribute('aria-current', 'page')
  await shot(page, 'inspect-03-notice-box')
})

test('an overdue order carries a numbered urge notice, and the hall urges it', async ({ as }) => {
  const page = await as('inspector')
  await page.goto('/desk/orders?late=1&states=reviewing')
  await page.getByRole('table').locator('tbody tr').first().getByRole('link').first().click()
  const papers = page.getByRole('region', { name: '文书' })
  const notice = papers.getByRole('link', { name: /催办通知书/ }).first()
  await expect(notice).toBeVisible()
  await shot(page, 'inspect-04-overdue', true)
  // The browser of the tests shows no PDF; the bytes behind the link are read instead.
  const file = await page.request.get((await notice.getAttribute('href'))!)
  expect(file.headers()['content-type']).toContain('application/pdf')
  expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')
  const address = page.url()

  const hall = await as('hall')
  await hall.goto(address)
  const urge = await ask(hall, '催办')
  await urge.getByLabel('备注').fill('已电话催办，对方答应明天答复。')
  await doIt(urge, '催办')
  await expect(hall.getByText('已电话催办，对方答应明天答复。')).toBeVisible()
  await expect(hall.getByRole('button', { name: '今天已催过' })).toBeDisabled()
})

test('the register of accountability begins an entry at its order and shows it', async ({ as }) => {
  const page = await as('inspector')
  await page.goto('/desk/accounts')
  await page.getByRole('button', { name: '登记问责' }).click()
  const first = await opened(page, '登记问责')
  const order = await page.request.get('/api/orders?states=handling&size=1')
  const { number, title } = (await order.json()).items[0]
  await first.getByRole('combobox').fill(number)
  await page.getByRole('option', { name: new RegExp(number) }).click()
  await first.getByRole('button', { name: '填写登记表' }).click()
  const dialog = await opened(page, '问责登记')
  await pick(dialog, '问责情形', '办理拖延')
  await pick(dialog, '处理方式', '通报约谈')
  await dialog.getByLabel('查明的事实').fill('超过约定时间未到现场。')
  await doIt(dialog, '问责登记')
  await page.goto('/desk/accounts')
  await expect(page.getByRole('row', { name: new RegExp(title) }).first()).toContainText('超过约定时间未到现场。')
  await shot(page, 'inspect-05-accounts')
})
