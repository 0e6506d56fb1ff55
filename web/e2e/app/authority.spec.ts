import { accessible, expect, shot, test } from './desk'

// A chief representative signs only what his letter covers: it lets him approve what is decided at once. The section chief's
// letter covers the same item, and he signs it.
test('ORG-05: a signature outside the letter is refused, one inside it stands', async ({ as, expected }) => {
  expected(/status of 422/)
  const chief = await as('chief')
  await chief.goto('/desk/applications/worklist/sign')
  const row = chief.locator('tbody tr').filter({ hasText: '承诺件' }).first()
  const number = (await row.getByText(/^BJ\d{8}-\d{5}$/).textContent())!
  await row.getByRole('link').first().click()
  await chief.getByRole('button', { name: '按授权签批决定' }).click()
  const dialog = chief.getByRole('dialog', { name: '按授权签批决定' })
  await shot(chief, 'authority-01-dialog')
  await dialog.getByRole('button', { name: '按授权签批决定' }).click()
  await expect(dialog.getByRole('alert')).toContainText('不能签批')
  await expect(dialog.getByRole('alert')).toContainText('不适用于此类事项')
  await accessible(chief)
  await shot(chief, 'authority-02-refused')

  const section = await as('section')
  await section.goto('/desk/applications/worklist/sign')
  await section.getByLabel('编号、事项名称').fill(number)
  await section.keyboard.press('Enter')
  await section.locator('tbody tr').filter({ hasText: number }).getByRole('link').first().click()
  await section.getByRole('button', { name: '按授权签批决定' }).click()
  await section.getByRole('dialog').getByRole('button', { name: '按授权签批决定' }).click()
  await expect(section.getByText('已准予，待送达结果')).toBeVisible()
  await expect(section.getByText(/授权〔\d{4}〕\d+号/).first()).toBeVisible()
  await shot(section, 'authority-03-signed', true)
})
