import { accessible, expect, shot, test } from './desk'

// A chief representative signs only what his letter covers: it lets him approve what is decided at once. The section chief's
// letter covers the same item, and he signs it.
test('ORG-05: a signature outside the letter is refused, one inside it stands', async ({ as, expected }) => {
  expected(/status of 422/)
  const section = await as('section')
  await section.goto('/desk/applications/worklist/sign') // lists what his letter covers
  const waiting = section.locator('tbody tr').filter({ hasText: '承诺件' }).first().getByRole('link').first()
  const application = (await waiting.getAttribute('href'))!

  const chief = await as('chief')
  await chief.goto(application)
  await chief.getByRole('button', { name: '按授权签批决定' }).click()
  const dialog = chief.getByRole('dialog', { name: '按授权签批决定' })
  await shot(chief, 'authority-01-dialog')
  await dialog.getByRole('button', { name: '按授权签批决定' }).click()
  await expect(dialog.getByRole('alert')).toContainText('不能签批')
  await expect(dialog.getByRole('alert')).toContainText('不适用于此类事项')
  await accessible(chief)
  await shot(chief, 'authority-02-refused')

  await waiting.click()
  await section.getByRole('button', { name: '按授权签批决定' }).click()
  await section.getByRole('dialog').getByRole('button', { name: '按授权签批决定' }).click()
  await expect(section.getByText('已准予，待送达结果')).toBeVisible()
  await expect(section.getByText(/授权〔\d{4}〕\d+号/).first()).toBeVisible()
  await shot(section, 'authority-03-signed', true)
})
