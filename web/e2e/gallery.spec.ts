import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'

const pages = {
  parts: '/gallery.html#/parts',
  orders: '/gallery.html#/orders',
  states: '/gallery.html#/states',
  refused: '/gallery.html#/secret',
  login: '/gallery.html#/login',
  home: '/gallery.html?page=citizen#/',
  appeal: '/gallery.html?page=citizen#/appeal',
}
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

/** Whatever the security policy blocks or a script throws is a fault. */
function watch(page: Page): string[] {
  const faults: string[] = []
  page.on('console', (m) => m.type() === 'error' && !/status of 401/.test(m.text()) && faults.push(m.text()))
  page.on('pageerror', (e) => faults.push(String(e)))
  page.on('request', (r) => !r.url().startsWith('http://localhost') && !/^(data|blob):/.test(r.url()) && faults.push(`asked ${r.url()}`))
  return faults
}

for (const [name, url] of Object.entries(pages)) {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const scheme of ['light', 'dark'] as const) {
      test(`${name} ${size} ${scheme}`, async ({ page }) => {
        const faults = watch(page)
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
        await page.goto(url)
        await page.waitForLoadState('networkidle')
        await page.waitForTimeout(700)
        await page.screenshot({ path: `test-results/shots/${name}-${size}-${scheme}.png`, fullPage: true })
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        expect.soft(overflow, 'the page does not scroll sideways').toBeLessThanOrEqual(0)
        const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
        expect.soft(axe.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([])
        expect(faults).toEqual([])
      })
    }
  }
}

test.describe('in use', () => {
  let faults: string[]
  test.beforeEach(({ page }) => {
    faults = watch(page)
  })
  test.afterEach(async ({ page }, info) => {
    await page.waitForTimeout(400)
    await page.screenshot({ path: `test-results/shots/use-${info.title.replace(/\W+/g, '-')}.png` })
    const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
    expect(axe.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`)).toEqual([])
    expect(faults).toEqual([])
  })

  for (const [name, url] of Object.entries({ desk: pages.parts, list: pages.orders, citizen: pages.home, appeal: pages.appeal })) {
    test(`large type on a phone: ${name}`, async ({ page }) => {
      await page.addInitScript(() => localStorage.setItem('huying.size', 'large'))
      await page.setViewportSize(sizes.phone)
      await page.goto(url)
      await page.waitForTimeout(700)
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
    })
  }

  test('keys: help', async ({ page }) => {
    await page.goto(pages.orders)
    await page.locator('tbody tr').first().focus()
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: '快捷键' })).toBeVisible()
  })

  test('keys: command bar goes there', async ({ page }) => {
    await page.goto(pages.orders)
    await page.locator('tbody tr').first().focus()
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox', { name: '快速前往' })).toBeFocused()
    await page.keyboard.type('部件')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/#\/parts/)
    await expect(page.locator('#main')).toBeFocused()
    await page.keyboard.press('Control+k')
  })

  test('keys: rows', async ({ page }) => {
    await page.goto(pages.orders)
    await page.locator('tbody tr').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await expect(page.locator('tbody tr').nth(2)).toBeFocused()
    await expect(page.getByText('已选2条')).toBeVisible()
  })

  test('a question with a reason', async ({ page }) => {
    await page.goto(pages.parts)
    await page.getByRole('button', { name: '退回' }).click()
    const dialog = page.getByRole('dialog', { name: '退回工单' })
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await expect(dialog.getByText('请写明理由。')).toBeVisible()
  })

  test('unmasking', async ({ page }) => {
    await page.goto(pages.parts)
    await page.getByRole('button', { name: '查看电话' }).click()
    await expect(page.getByRole('dialog', { name: '查看电话' })).toBeVisible()
  })

  test('notices', async ({ page }) => {
    await page.goto(pages.parts)
    await page.getByRole('button', { name: '好消息' }).click()
    await page.getByRole('button', { name: '坏消息' }).click()
    await expect(page.getByRole('region', { name: '通知' }).getByRole('alert')).toContainText('退单时限已过')
  })

  test('drawer on a phone', async ({ page }) => {
    await page.setViewportSize(sizes.phone)
    await page.goto(pages.orders)
    await page.getByRole('button', { name: '菜单' }).click()
    await expect(page.getByRole('dialog', { name: '全部功能' }).getByRole('link', { name: '部件' })).toBeVisible()
  })

  test('account menu, select and dates', async ({ page }) => {
    await page.goto(pages.parts)
    await page.getByRole('combobox', { name: '诉求类型' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: '投诉' }).click()
    await page.getByRole('combobox', { name: '受理日期' }).click()
    await expect(page.locator('.el-date-picker')).toContainText('一')
    await page.waitForTimeout(400)
    await page.screenshot({ path: 'test-results/shots/use-dates.png' })
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '承办员甲' }).click()
    await expect(page.getByRole('menuitem', { name: '退出登录' })).toBeVisible()
  })

  test('the table behind a chart', async ({ page }) => {
    await page.goto(pages.parts)
    await page.getByRole('button', { name: '看数据表' }).first().click()
    await page.getByRole('link', { name: /住建局，受理：1,203/ }).focus()
  })

  test('a refused sign-in', async ({ page }) => {
    await page.goto(pages.login)
    await page.getByLabel('登录名').fill('clerk1')
    await page.getByLabel('密码', { exact: true }).fill('wrong')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toContainText('登录名或密码不对')
  })
})
