import { accessible, expect, shot, test } from './desk'

// A clerk at a comprehensive window takes what a visitor brings, decides it on the spot within his letter, and hands it over.
test.describe.configure({ mode: 'serial' })

const item = '老年人优待证'
let number: string

test('APP-10: a visitor’s papers are ticked off, and decided on the spot in one screen', async ({ as }) => {
  const page = await as('window')
  await page.goto('/desk/applications/new')
  await page.getByLabel('输入事项名称').fill(item)
  await page.getByRole('button', { name: item }).first().click()
  await expect(page.getByText('还缺2份必要材料')).toBeVisible()
  await expect(page.getByText('收件并告知补正')).toBeVisible()
  await accessible(page)

  await page.getByText('自然人', { exact: true }).click()
  const who = page.getByRole('region', { name: '申请人' })
  await who.getByLabel('姓名').fill('李申请')
  await who.getByLabel('身份证号').fill('990081199001011237')
  await who.getByLabel('电话').fill('19900810001')
  await who.getByLabel('地址').fill('云岭市书院巷社区8号楼')
  // What the form asks again is known already.
  const form = page.getByRole('region', { name: '申请表' })
  await expect(form.getByLabel('姓名')).toHaveValue('李申请')
  await form.getByText('到窗口自取').click()

  for (const paper of ['《老年人优待证申领表》', '近期免冠照片']) await page.getByText(paper, { exact: true }).click()
  await expect(page.getByText('材料齐全')).toBeVisible()
  await page.getByText('当场办结', { exact: true }).last().click()
  await shot(page, 'window-01-take', true)
  await page.getByRole('button', { name: '收件并当场办结' }).click()
  const receipt = page.getByRole('status', { name: '已收件' })
  await expect(receipt.getByText('“当场办结”已完成。')).toBeVisible()
  number = (await receipt.getByText(/^BJ\d{8}-\d{5}$/).textContent())!
  await expect(receipt.getByText(/^\d{6}$/)).toBeVisible()
  await shot(page, 'window-02-receipt')
})

test('TIME-16: the result is handed over, and with that the application ends', async ({ as }) => {
  const page = await as('window')
  await page.goto('/desk/applications')
  await page.getByLabel('编号、事项名称').fill(number)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: item }).first().click()
  await expect(page.getByText('当场决定')).toBeVisible()
  await shot(page, 'window-03-decided', true)
  await page.getByRole('button', { name: '送达', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '送达' })
  await dialog.getByRole('button', { name: '送达', exact: true }).click()
  await expect(page.getByText('已送达，此件办结')).toBeVisible()
  await expect(page.getByText('按时办结').first()).toBeVisible()
  await accessible(page)
  await shot(page, 'window-04-delivered', true)
})
