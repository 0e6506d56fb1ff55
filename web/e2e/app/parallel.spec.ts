import type { Page } from '@playwright/test'
import { accessible, ask, doIt, expect, opened, pick, shot, stands, test } from './desk'

// Three departments are asked about a large event. Two answer; the third has taken the matter over, let its time pass and
// said nothing, and a supervisor confirms that it is deemed to consent.
test.describe.configure({ mode: 'serial' })

const silent = '交通运输局'
interface Asked {
  dept: string
  opinion: { stance?: string; missed?: string; reports?: unknown[] }
}

let id: string
let number: string

/** What one department was asked, on the application's page. */
const asked = (page: Page, dept: string) => page.getByRole('region', { name: '部门意见' }).getByRole('listitem').filter({ hasText: dept })

async function give(page: Page, dept: string, stance: string, text: string) {
  await page.goto('/desk/applications/worklist/opinion')
  await page.locator('tbody tr').filter({ hasText: number }).getByRole('link').first().click()
  await asked(page, dept).getByRole('button', { name: '出具意见' }).click()
  const dialog = await opened(page, '出具意见')
  await pick(dialog, '意见', stance)
  await dialog.getByLabel('意见和依据').fill(text)
  await doIt(dialog, '出具意见')
  await expect(asked(page, dept).getByText(text)).toBeVisible()
}

test('APP-16: the asked departments answer side by side, each at its own desk', async ({ as }) => {
  const inspector = await as('inspector')
  const { items } = await (await inspector.request.get('/api/applications?box=deem&size=100')).json()
  for (const row of items) {
    const found = await (await inspector.request.get(`/api/applications/${row.application}`)).json()
    const late = (found.opinions as Asked[]).filter((x) => x.opinion.missed === 'TIME-29')
    if (found.opinions.length === 3 && late.length === 1 && late[0]!.dept === silent) [id, number] = [found.id, found.number]
  }
  expect(id, 'the city has an application that waits for three departments').toBeTruthy()

  const city = await as('city')
  await give(city, '城市管理局', '同意', '搭建方案符合市容管理要求，同意举办。')
  await expect(asked(city, silent).getByText('期限', { exact: false }).first()).toBeVisible()
  await shot(city, 'parallel-01-first', true)
  await accessible(city)
  await give(await as('examiner'), '市场监督管理局', '附条件同意', '现场食品摊位应持证经营，设置公示牌。')
  await shot(await as('examiner'), 'parallel-02-second', true)
})

test('APP-16: nothing is summed up while one is silent', async ({ as, expected }) => {
  expected(/status of 422/)
  const police = await as('police')
  await police.goto(`/desk/applications/${id}`)
  const dialog = await ask(police, '汇总部门意见')
  await dialog.getByRole('textbox', { name: /^意见/ }).fill('各部门意见已汇总。')
  await dialog.getByRole('button', { name: '汇总部门意见', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('尚有部门没有出具意见')
  await shot(police, 'parallel-03-refused')
})

test('TIME-29, GAP-21: silence becomes consent once a supervisor has confirmed every condition', async ({ as, expected }) => {
  expected(/status of 422/)
  const inspector = await as('inspector')
  await inspector.goto('/desk/applications/worklist/deem')
  await shot(inspector, 'parallel-04-list')
  await inspector.locator('tbody tr').filter({ hasText: number }).getByRole('link').first().click()
  await expect(asked(inspector, silent).getByText('超时默认的条件已经具备')).toBeVisible()
  await shot(inspector, 'parallel-05-silent', true)
  await asked(inspector, silent).getByRole('button', { name: '确认视为同意' }).click()
  const dialog = await opened(inspector, '确认视为同意')
  await expect(dialog.getByText('没有报告延误')).toBeVisible()
  await dialog.getByLabel('理由').fill('经核实，该局已签收，期限内既未出具意见，也未报告延误。')
  await shot(inspector, 'parallel-06-confirm')
  await doIt(dialog, '确认视为同意')
  const row = asked(inspector, silent)
  await expect(row.getByText('视为同意', { exact: true })).toBeVisible()
  await expect(row.getByText('超时默认', { exact: true })).toBeVisible()
  await expect(row.getByText('没有报告延误')).toBeVisible()
  await accessible(inspector)
  await shot(inspector, 'parallel-07-deemed', true)

  // The two that answered were never silent: nobody may confirm that of them.
  const { opinions } = await (await inspector.request.get(`/api/applications/${id}`)).json()
  const answered = opinions.find((x: Asked) => x.dept === '城市管理局')
  const refused = await inspector.request.post(`/api/opinions/${answered.id}/deem`, { data: { version: answered.version, why: '试' } })
  expect(refused.ok()).toBe(false)
})

test('APP-16: with all three the opinions are summed up and the application goes on', async ({ as }) => {
  const police = await as('police')
  await police.goto(`/desk/applications/${id}`)
  const dialog = await ask(police, '汇总部门意见')
  await dialog.getByRole('textbox', { name: /^意见/ }).fill('三个部门同意（其中一个视为同意），进入场地查验。')
  await doIt(dialog, '汇总部门意见')
  await stands(police, '审查中')
  await expect(police.getByRole('region', { name: '办理流程' }).locator('[aria-current=step]')).toContainText('场地查验')
  await shot(police, 'parallel-08-goes-on', true)
})
