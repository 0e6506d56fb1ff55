import type { Page } from '@playwright/test'
import { ask, choose, doIt, expect, lead, pick, test } from './app/desk'

// The pictures of the README. A longer history than that of the tests makes fuller pages.
test.use({ viewport: { width: 1280, height: 800 } })

const keep = (page: Page, name: string) => page.screenshot({ path: `../docs/images/${name}.png`, animations: 'disabled' })

test('order', async ({ as }) => {
  const page = await as('inspector')
  await page.goto('/desk/orders?late=1&states=handling&kinds=consult')
  await page.locator('tbody tr').first().getByRole('link').first().click()
  await expect(page.getByRole('heading', { name: '办理过程' })).toBeVisible()
  await keep(page, 'order')
})

test('worklist', async ({ as }) => {
  const page = await as('clerk')
  await page.goto('/desk/worklist/handle')
  await expect(page.locator('tbody tr').first()).toBeVisible()
  await keep(page, 'worklist')
})

test('register', async ({ as }) => {
  const page = await as('operator')
  await page.goto('/desk/orders/new')
  await page.getByLabel('来电号码').fill('19900820007')
  await page.getByLabel('姓名').fill('周女士')
  await pick(page, '类型', '求助')
  await choose(page, page, '区域', '云心社区')
  await page.getByLabel('详细地点').fill('望江路12号菜市场门口')
  await page.getByLabel('诉求内容').fill('菜市场门口的摊位每天占道经营，晚上十点后还在用喇叭叫卖，希望管一管。')
  await page.getByLabel('标题').focus() // and with that it has one
  await expect(page.locator('section', { hasText: '建议派给' }).getByRole('button').first()).toBeVisible()
  await keep(page, 'register')
})

test('ranking', async ({ as }) => {
  const page = await as('arbiter')
  await page.goto('/desk/stats')
  const ranking = page.getByRole('heading', { name: '排名', exact: true })
  await expect(ranking).toBeVisible()
  await expect(page.locator('canvas').first()).toBeVisible()
  await ranking.evaluate((e) => scrollTo(0, e.getBoundingClientRect().top + scrollY - 80))
  await keep(page, 'ranking')
})

test('deadline', async ({ guest }) => {
  const page = await guest()
  await page.goto('/deadline?start=2026-04-30T16:20&amount=5&unit=workday')
  await expect(page.getByRole('heading', { name: '计算结果' })).toBeVisible()
  await keep(page, 'deadline')
})

test('query', async ({ phone, as }) => {
  const page = await phone()
  await page.goto('/appeal')
  await page.getByLabel('事情经过').fill('望江路路灯坏了三天。晚上老人和孩子走路看不见，请尽快修好。')
  await page.getByLabel('在哪个乡镇（街道）').selectOption({ label: '云心街道' })
  await page.getByLabel('联系电话').fill('19900820011')
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('heading', { name: '已经收到您的反映' })).toBeVisible()

  const dispatcher = await as('dispatcher')
  await dispatcher.goto('/desk/worklist/accept?q=望江路路灯坏了三天')
  await dispatcher.getByRole('link', { name: '望江路路灯坏了三天' }).first().click()
  await doIt(await ask(dispatcher, '受理'), '受理')
  const dispatch = await ask(dispatcher, '派单')
  await choose(dispatcher, dispatch, '牵头部门', lead)
  await doIt(dispatch, '派单')
  await page.getByRole('button', { name: '查进度' }).click()
  await expect(page.getByRole('heading', { name: '期限是这样算出来的' })).toBeVisible()
  await page.evaluate(() => scrollTo(0, 0))
  await keep(page, 'query')
})
