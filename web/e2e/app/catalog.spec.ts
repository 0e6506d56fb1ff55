import type { Page } from '@playwright/test'
import { accessible, doIt, expect, opened, pick, shot, test } from './desk'

/** The editor of 市场监督管理局, who reviews what he writes, and who examines its applications. */
const editor = 'mulu1'
const reviewer = 'mulu2'
const examiner = 'shencha1'

async function at(page: Page, login: string): Promise<Page> {
  await page.goto('/desk/')
  await page.getByLabel('登录名').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(process.env.HUYING_PASSWORD ?? '')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('navigation', { name: '主导航' }).first()).toBeVisible()
  return page
}

const read = async (page: Page, path: string) => (await page.request.get(path)).json()

/** An application under way for an item that the editor keeps and that nobody is changing, with a step to be renamed. */
async function underWay(clerk: Page, keeper: Page) {
  const { items } = await read(clerk, '/api/applications?states=reviewing&size=100')
  for (const row of items) {
    const found = await keeper.request.get(`/api/catalog/items/${row.item}`)
    if (!found.ok()) continue
    const item = await found.json()
    if (item.change || !item.record.plan.steps.length || item.findings.some((f: { blocks: boolean }) => f.blocks)) continue
    const { plan } = await read(clerk, `/api/applications/${row.application}`)
    return { application: row.application, item: row.item, name: item.record.name, version: item.version, step: item.record.plan.steps.at(-1).name, own: plan.steps.at(-1).name }
  }
  throw new Error('no application under way for an item of the editor')
}

test('an editor revises an item, another reviews it, the guide shows it, and an application under way keeps its own', async ({ guest, phone }) => {
  test.slow()
  const keeper = await at(await guest(), editor)
  await expect(keeper).toHaveURL(/\/desk\/catalog\/changes/)
  await expect(keeper.getByRole('navigation', { name: '待办分类' })).toContainText('编制中')
  await shot(keeper, 'catalog-01-home')
  const clerk = await at(await guest(), examiner)
  const found = await underWay(clerk, keeper)
  const renamed = `${found.step}（一次办好）`

  await keeper.goto(`/desk/catalog/items?q=${encodeURIComponent(found.name)}`)
  await expect(keeper.getByRole('table', { name: '事项库' }).getByRole('link', { name: found.name }).first()).toBeVisible()
  await shot(keeper, 'catalog-02-items')
  await keeper.goto(`/desk/catalog/items/${found.item}`)
  await keeper.getByRole('button', { name: '调整', exact: true }).click()
  const proposal = keeper.getByRole('dialog', { name: '调整' })
  await proposal.getByLabel('理由').fill('统一环节名称，方便群众看懂。')
  await doIt(proposal, '提出变更')

  await expect(keeper).toHaveURL(/\/catalog\/change\/.+\/edit/)
  await keeper.getByRole('navigation', { name: '事项内容各部分' }).getByRole('button', { name: '流程' }).click()
  await keeper.getByRole('button', { name: `. ${found.step}` }).last().click()
  await keeper.getByLabel('步骤名称').fill('')
  await expect(keeper.getByRole('alert').filter({ hasText: '步骤应有名称' }).first()).toBeVisible()
  await keeper.getByLabel('步骤名称').fill(renamed)
  await expect(keeper.getByText('没有须改正的内容')).toBeVisible()
  await shot(keeper, 'catalog-03-flow', true)
  await accessible(keeper)
  await keeper.getByRole('button', { name: '保存并查看变更' }).click()
  await expect(keeper.locator('ins').filter({ hasText: renamed })).toBeVisible()
  await shot(keeper, 'catalog-04-change', true)
  await keeper.getByRole('toolbar', { name: '可以办理的事项' }).getByRole('button', { name: '送审' }).click()
  await doIt(await opened(keeper, '送审'), '送审')
  await expect(keeper.locator('.state')).toHaveText('待审核')
  await expect(keeper.getByRole('button', { name: '审核', exact: true })).toHaveCount(0)
  const change = keeper.url()

  const other = await at(await guest(), reviewer)
  await expect(other.getByRole('navigation', { name: '待办分类' }).getByRole('link').first()).toContainText('待审核')
  await other.goto(change)
  await other.getByRole('toolbar', { name: '可以办理的事项' }).getByRole('button', { name: '审核', exact: true }).click()
  const ruling = await opened(other, '审核')
  await pick(ruling, '结论', '通过')
  await ruling.getByLabel('意见').fill('环节名称清楚。')
  await doIt(ruling, '审核')
  await expect(other.locator('.state')).toHaveText('已生效')
  await shot(other, 'catalog-05-effected', true)
  await other.goto(`/desk/catalog/items/${found.item}?tab=versions`)
  await expect(other.getByText(`第${found.version + 1}版`).first()).toBeVisible()
  await expect(other.locator('ins').filter({ hasText: renamed })).toBeVisible()
  await shot(other, 'catalog-06-versions', true)

  const citizen = await phone()
  await citizen.goto(`/matters/${found.item}`)
  await expect(citizen.getByText(renamed).first()).toBeVisible()
  await clerk.goto(`/desk/applications/${found.application}`)
  const way = clerk.getByRole('region', { name: '办理流程' })
  await expect(way.getByText(found.own, { exact: true })).toBeVisible()
  await expect(way.getByText(renamed)).toHaveCount(0)
  await shot(clerk, 'catalog-07-application')
})

test('the keeper of the catalogue reads its report and opens the list behind a figure', async ({ guest }) => {
  const page = await at(await guest(), reviewer)
  await page.goto('/desk/catalog/report')
  await page.getByRole('link', { name: /压缩达标/ }).click()
  await expect(page).toHaveURL(/tab=cuts/)
  await expect(page.getByRole('table', { name: '事项分析' }).getByRole('link').first()).toBeVisible()
  await shot(page, 'catalog-08-cuts')
  await page.goto('/desk/catalog/themes')
  await page.getByRole('main').getByRole('heading', { level: 2 }).first().getByRole('link').click()
  await expect(page.getByText(/少填\d+项/)).toBeVisible()
  await shot(page, 'catalog-09-theme', true)
})
