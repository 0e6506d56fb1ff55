import { expect, shot, test } from './desk'

test('a figure opens the list that it counts', async ({ as }) => {
  const page = await as('arbiter')
  await page.goto('/desk/stats')
  await page.getByRole('button', { name: '今年' }).click()
  const ranking = page.getByRole('region', { name: '排名', exact: true })
  const link = ranking.locator('tbody tr').first().locator('td').first().getByRole('link')
  const figure = Number((await link.textContent())!.replace(/,/g, ''))
  await shot(page, 'stats-01-rates', true)
  await link.click()
  const list = page.getByRole('table', { name: '工单清单' })
  await expect(list.locator('tbody tr').first()).toBeVisible()
  const more = page.getByRole('button', { name: '继续载入' })
  while (await more.isVisible()) {
    const before = await list.locator('tbody tr').count()
    await more.click()
    await expect(list.locator('tbody tr').nth(before)).toBeVisible()
  }
  await expect(list.locator('tbody tr')).toHaveCount(figure)
  await shot(page, 'stats-02-list')
})
