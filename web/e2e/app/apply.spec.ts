import type { Page } from '@playwright/test'
import { accessible, expect, shot, test } from './desk'
import { does, held } from './hall'

// A shop owner finds his matter, applies on his telephone, corrects what was missing, and has his licence, which anybody
// can tell from a forged one.
test.describe.configure({ mode: 'serial' })

const item = '食品经营许可（新办）'
const papers = ['保证食品安全的规章制度', '场所平面布局图', '设施设备清单', '食品安全管理员任命书和培训合格证明', '从业人员健康证明', '加工流程图'] // and not yet the form
const pdf = (name: string) => ({ name: `${name}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4\n%${name}\n%%EOF`) })

let number: string
let code: string
let certificate: string

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })
const onward = (page: Page) => page.getByRole('button', { name: '下一步' }).click()

async function hand(page: Page, paper: string) {
  const row = page.getByRole('region', { name: paper, exact: true })
  await row.locator('input[type=file]').setInputFiles(pdf(paper))
  await expect(row.getByText('已上传')).toBeVisible()
}

async function query(page: Page, ticket: { number: string; code: string }) {
  await page.goto('/query')
  await page.getByLabel('编号').fill(ticket.number)
  await page.getByLabel('查询码').fill(ticket.code)
  await page.getByRole('button', { name: '查询' }).click()
}

async function fillIn(page: Page) {
  await page.getByText('单位、企业、店铺').click()
  await page.getByLabel('单位名称', { exact: false }).first().fill('云岭市望河食品有限公司')
  await page.getByLabel('统一社会信用代码').first().fill('91990081MA0000001M')
  await page.getByLabel('手机号码').first().fill('19900820031')
  await page.getByLabel('法定代表人（负责人）', { exact: true }).fill('张店主')
  await page.getByLabel('经办人').fill('王经办')
  await page.getByLabel('单位地址').fill('云岭市望河社区望河路16号')
  await page.getByLabel('经营场所（办事场所）地址').fill('云岭市望河社区望河路16号一层')
  await page.getByLabel('场所面积').fill('60')
  await page.getByText('餐饮服务', { exact: true }).click()
  await page.getByText('热食类制售').click()
  await page.getByText('到窗口自取').click()
}

test('a shop owner finds the matter by his own words and reads what concerns him', async ({ phone }) => {
  const page = await phone()
  await page.goto('/')
  await shot(page, 'apply-01-home', true)
  await page.getByRole('main').getByRole('link', { name: /我要办事/ }).click()
  await expect(page.getByRole('button', { name: /社会保障/ })).toBeVisible()
  await accessible(page)
  await page.getByLabel('想办什么事？').fill('开小吃店')
  await page.getByRole('button', { name: '查找' }).click()
  await page.getByRole('link', { name: item }).click()
  await expect(heading(page, '要交什么材料')).toBeVisible()
  await expect(page.getByText('房屋租赁合同')).toBeVisible()
  await page.getByText('自有', { exact: true }).click()
  await expect(page.getByText('房屋租赁合同')).toHaveCount(0)
  await shot(page, 'apply-02-guide', true)
  await accessible(page)
  const slip = await page.request.get((await page.getByRole('link', { name: '打印告知单' }).getAttribute('href'))!)
  expect(slip.headers()['content-type']).toContain('application/pdf')
})

test('he applies step by step, comes back to what he began, and keeps a number and a code', async ({ phone }) => {
  const page = await phone()
  await page.goto(`/matters?q=${encodeURIComponent(item)}`)
  await page.getByRole('link', { name: item }).click()
  await page.getByRole('button', { name: '在线申请' }).click()
  await onward(page)
  await expect(page.getByText('请选一个。').first()).toBeVisible()
  await page.getByText('自有', { exact: true }).click()
  await page.getByText('餐饮店', { exact: true }).click()
  await onward(page)
  await expect(heading(page, '填表')).toBeVisible()
  await onward(page)
  await expect(page.getByText('请填写“场所面积”')).toBeVisible()
  await fillIn(page)
  await accessible(page)
  await page.getByRole('button', { name: '保存，以后再填' }).click()
  await expect(page.getByText(/已保存/)).toBeVisible()

  await page.goto('/matters')
  await page.getByRole('link', { name: item }).click()
  await expect(page.getByText('已接着您上次填的内容。')).toBeVisible()
  await expect(page.getByLabel('场所面积')).toHaveValue('60')
  await shot(page, 'apply-03-form', true)
  await onward(page)
  await expect(heading(page, '交材料')).toBeVisible()
  for (const paper of papers) await hand(page, paper)
  await shot(page, 'apply-04-materials', true)
  await accessible(page)
  await onward(page)
  await expect(page.getByText(/还缺：.*申请书/)).toBeVisible()
  await shot(page, 'apply-05-review', true)
  await accessible(page)
  await page.getByText('我填的内容和交的材料都是真实的。').click()
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(heading(page, '已经收到您的申请')).toBeVisible()
  ;[number, code] = (await page.locator('.ticket dd').allTextContents()) as [string, string]
  await expect(page.getByText(/最迟\d+月\d+日/)).toBeVisible()
  await shot(page, 'apply-06-receipt', true)
  await accessible(page)
  await page.goto('/matters')
  await expect(heading(page, '没填完的申请')).toHaveCount(0)
})

test('he is told once what is missing, and hands it in', async ({ as, phone }) => {
  await does(await as('window'), number, 'correct', { wrong: [{ code: 'floor_plan', what: '请标明加工区和用餐区' }] })
  const page = await phone()
  await query(page, { number, code })
  await expect(page.getByText('要补材料', { exact: true })).toBeVisible()
  await expect(page.getByText('请标明加工区和用餐区', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '交上去' }).click()
  await expect(page.getByText('请上传这份材料。').first()).toBeVisible()
  for (const paper of ['场所平面布局图', '《食品经营许可申请书》']) await hand(page, paper)
  await shot(page, 'apply-07-correct', true)
  await accessible(page)
  await page.getByRole('button', { name: '交上去' }).click()
  await expect(page.getByText('已经收到，等待受理')).toBeVisible()
})

test('it is accepted, decided and delivered, and he opens his licence', async ({ as, phone }) => {
  await does(await as('window'), number, 'accept')
  const page = await phone()
  await query(page, { number, code })
  await expect(page.getByText(/已经受理，正在/)).toBeVisible()
  await expect(page.getByText('答应办好的日子')).toBeVisible()
  await page.getByRole('button', { name: '催一催' }).click()
  await expect(page.getByText('已经催办，办理部门已收到提醒。').first()).toBeVisible()
  await shot(page, 'apply-08-reviewing', true)
  await accessible(page)

  await does(await as('head'), number, 'decide', { outcome: 'grant', reasons: '符合条件，准予许可。' })
  await does(await as('issuer'), number, 'deliver', { way: 'handed', taker: 'self' })
  await page.reload()
  await expect(page.getByText('已经办好', { exact: true })).toBeVisible()
  const [opened] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: '打开证照' }).click()])
  await expect.poll(() => opened.url()).toMatch(/^blob:/)
  await shot(page, 'apply-09-delivered', true)
  await accessible(page)
  await page.getByRole('link', { name: '查验真假' }).click()
  await expect(heading(page, '有效')).toBeVisible()
  await expect(page.getByText('云岭市望河食品有限公司').first()).toBeVisible()
  certificate = new URL(page.url()).search
  await shot(page, 'apply-10-certificate', true)
  await accessible(page)
})

test('anybody sees by its code whether a licence is false or revoked', async ({ as, phone, expected }) => {
  expected(/404 .*\/certificates\/verify/)
  const page = await phone()
  const forged = new URLSearchParams(certificate)
  forged.set('code', '0123456789AB')
  await page.goto(`/certificate?${forged}`)
  await expect(heading(page, '查不到这份证照')).toBeVisible()
  await shot(page, 'apply-11-unknown', true)
  const said = await (await as('head')).request.post('/api/certificates/revoke', { data: { number: forged.get('number'), why: '申请材料不实', basis: '《中华人民共和国行政许可法》第六十九条' } })
  expect(said.ok(), await said.text()).toBe(true)
  await page.goto(`/certificate${certificate}`)
  await expect(heading(page, '已撤销')).toBeVisible()
  await expect(page.getByText('申请材料不实')).toBeVisible()
  await shot(page, 'apply-12-revoked', true)
})

test('every day of a special procedure stands in the strip as one that does not count', async ({ phone }) => {
  const page = await phone()
  await query(page, held('特别程序'))
  await expect(page.getByText('正在走特别程序，暂停计时')).toBeVisible()
  await expect(page.getByRole('list', { name: /每一天|期限/ }).getByText('暂停').first()).toBeVisible()
  await shot(page, 'apply-13-paused', true)
  await accessible(page)
})

test('a theme asks once for all its items', async ({ phone }) => {
  const page = await phone()
  await page.goto('/matters?entry=bundles')
  await page.getByRole('link', { name: '企业开办一件事' }).click()
  await expect(heading(page, '怎么安排')).toBeVisible()
  await shot(page, 'apply-14-theme', true)
  await accessible(page)
})
