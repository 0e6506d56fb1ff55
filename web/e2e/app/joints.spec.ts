import type { Page } from '@playwright/test'
import { accessible, doIt, expect, opened, pick, shot, test } from './desk'

// A shop is opened by one application for all that it needs; the lead department drives it. A project goes from permit to
// permit. What was granted anybody can read.
test.describe.configure({ mode: 'serial' })

const theme = '小百货开店一件事'
let joint: string

const form = (page: Page) => page.getByRole('region', { name: '申请表' })

test('CAT-30: one form and one set of papers is taken for a whole theme', async ({ as }) => {
  const page = await as('window')
  await page.goto('/desk/applications/new')
  await page.getByLabel('输入事项名称').fill('小百货')
  await page.getByRole('button', { name: theme }).click()
  await page.getByText('不卖', { exact: true }).click()
  await page.getByText('自有', { exact: true }).click()
  await page.getByText('自然人', { exact: true }).click()
  const who = page.getByRole('region', { name: '申请人' })
  await who.getByLabel('姓名').fill('李申请')
  await who.getByLabel('身份证号').fill('990081199001011237')
  await who.getByLabel('电话').fill('19900810001')
  await who.getByLabel('地址').fill('云岭市书院巷社区8号楼')
  await form(page).getByText('个人经营', { exact: true }).click()
  for (const [label, text] of [
    ['单位（企业、店铺）名称', '云岭市书院巷小百货店'], ['经营场所（办事场所）地址', '云岭市书院巷社区8号楼一层'], ['经营（服务）内容', '日用百货零售'], ['联系人', '李申请'], ['设施形式、尺寸', '门楣招牌，三米乘一米'],
  ] as const) await form(page).getByLabel(label).first().fill(text)
  await form(page).getByText('到窗口自取').click()
  for (const paper of ['《个体工商户登记申请书》', '《门店招牌设置备案表》', '设置效果图和结构设计图']) await page.getByText(paper, { exact: true }).click()
  await expect(page.getByText('材料齐全', { exact: true })).toBeVisible()
  await shot(page, 'joints-01-take', true)
  await accessible(page)
  await page.getByRole('button', { name: /^收件/ }).click()
  const receipt = page.getByRole('status', { name: '已收件' })
  await expect(receipt.getByText(/^YJ\d{8}-\d{5}$/)).toBeVisible()
  await receipt.getByRole('button', { name: /打开|查看/ }).click()
  await expect(page.getByRole('region', { name: '审批事项' })).toBeVisible()
  joint = page.url()
  await shot(page, 'joints-02-theme', true)
})

test('APP-20, APP-21: the lead department finds it in its work list and urges who handles a part', async ({ as }) => {
  const page = await as('chief')
  await page.goto('/desk/applications/worklist/lead_bundle')
  await expect(page.getByRole('link', { name: theme }).first()).toBeVisible()
  await shot(page, 'joints-03-box')
  await page.getByRole('link', { name: theme }).first().click()
  await expect(page.getByRole('heading', { name: theme })).toBeVisible()
  await expect(page.getByText('牵头部门', { exact: true })).toBeVisible()
  await page.goto(joint)
  await page.getByRole('button', { name: '催办成员部门' }).click()
  const dialog = await opened(page, '催办成员部门')
  await pick(dialog, '审批事项', '个体工商户设立登记（市场监督管理局）')
  await dialog.getByLabel('催办要求').fill('开业在即，请今日办结。')
  await shot(page, 'joints-04-urge')
  await doIt(dialog, '催办成员部门')
  await expect(page.getByText(/牵头部门催办：开业在即/)).toBeVisible()
  await shot(page, 'joints-05-urged', true)
  await accessible(page)
})

test('PRJ-09: an agent registers a project and applies for its first permit', async ({ as }) => {
  const page = await as('window')
  await page.goto('/desk/joints/project')
  await page.getByRole('button', { name: '登记投资项目' }).click()
  await page.getByLabel('项目名称').fill('云岭望河冷链仓储二期')
  await page.getByText('工业园区项目', { exact: true }).click()
  const asks = page.getByRole('region', { name: '项目情况' }).getByRole('radiogroup', { name: /？$/ })
  for (let i = 0; i < (await asks.count()); i++) await asks.nth(i).locator('label').first().click()
  const who = page.getByRole('region', { name: '项目单位' })
  await who.getByRole('textbox', { name: '名称', exact: true }).fill('云岭望河冷链有限公司')
  await who.getByLabel('统一社会信用代码').fill('91990081MA0000001M')
  await who.getByLabel('法定代表人').fill('张店主')
  await who.getByLabel('电话').fill('19900820031')
  await shot(page, 'joints-06-project', true)
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('status', { name: '项目已登记' }).getByText('查询码', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '打开办件' }).click()
  await expect(page.getByRole('heading', { name: '云岭望河冷链仓储二期' })).toBeVisible()
  await expect(page.getByText(/^0\/\d+项已准予$/)).toBeVisible()
  await page.getByRole('link', { name: '申报企业投资项目备案' }).click()
  await expect(page.getByRole('heading', { name: /^申报/ })).toBeVisible()
  for (const [label, text] of [
    ['法定代表人（负责人、经营者）', '张店主'], ['手机号码', '19900820031'], ['单位住所', '云岭市望河路16号'], ['联系人', '王经办'], ['项目名称', '云岭望河冷链仓储二期'], ['建设地点', '云岭市工业园区二路'], ['建设规模和内容', '冷库一万二千平方米'], ['总投资', '36000000'],
    ['拟开工日期', '2027-03-01'], ['拟完工日期', '2028-06-30'],
  ] as const) {
    await form(page).getByLabel(label).first().fill(text)
    await page.keyboard.press('Tab')
  }
  await form(page).getByText('新建', { exact: true }).click()
  await shot(page, 'joints-07-permit', true)
  await accessible(page)
  await page.getByRole('button', { name: '申报', exact: true }).click()
  await expect(page.getByRole('region', { name: '审批事项' }).getByText('办理中').first()).toBeVisible()
  await shot(page, 'joints-08-permits')
})

test('PRJ-02: what a project needs, what was granted and who may sign is open to everybody', async ({ phone }) => {
  const page = await phone()
  await page.goto('/projects')
  await expect(page.getByRole('heading', { name: '审批清单' })).toBeVisible()
  await page.getByText('部门职责', { exact: true }).click()
  await expect(page.getByRole('link', { name: '发展和改革局' }).or(page.getByRole('link', { name: /发改/ })).first()).toBeVisible()
  await shot(page, 'joints-09-projects', true)
  await accessible(page)
  await page.getByRole('link', { name: '全部办理结果' }).click()
  await expect(page.getByRole('main').getByText('有效').first()).toBeVisible()
  await page.getByRole('button', { name: '全部', exact: true }).click()
  await page.getByLabel('查什么').fill('食品经营')
  await page.getByRole('button', { name: '查找' }).click()
  await expect(page.getByRole('main').getByText(/^食品经营许可/).first()).toBeVisible()
  await expect(page.getByText(/\*\*/).first()).toBeVisible()
  await shot(page, 'joints-10-decisions')
  await accessible(page)

  await page.goto(`/matters?q=${encodeURIComponent('老年人优待证')}`)
  await page.getByRole('link', { name: '老年人优待证', exact: true }).click()
  await page.getByRole('link', { name: '谁可以签批：授权委托书' }).click()
  await expect(page.getByText('与“老年人优待证”有关的授权委托书。')).toBeVisible()
  const letter = await page.request.get((await page.getByRole('link', { name: '打开授权委托书' }).first().getAttribute('href'))!)
  expect(letter.headers()['content-type']).toContain('application/pdf')
  await shot(page, 'joints-11-letters')
  await accessible(page)
})
