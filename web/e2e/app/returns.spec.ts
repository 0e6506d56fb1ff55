import { ask, choose, doIt, expect, helper, lead, pick, shot, stands, test } from './desk'

test('a department returns an order and the supervision centre rules on it', async ({ as, expected }) => {
  expected(/404 .*\/api\/orders\//) // the page of the clerk who gave it away is open, and asks once more
  const operator = await as('operator')
  await operator.goto('/desk/orders/new')
  await operator.getByLabel('来电号码').fill('19900820015')
  await pick(operator, '类型', '求助')
  await choose(operator, operator, '区域', '云心社区')
  await operator.getByLabel('诉求内容').fill('小区门口的井盖松了，车子压上去很响。')
  await operator.getByText('同时派单').click()
  await choose(operator, operator, '牵头部门', lead)
  await operator.getByRole('button', { name: '保存并派单' }).click()
  const order = (await operator.getByRole('status').getByRole('link').getAttribute('href'))!

  const clerk = await as('clerk')
  await clerk.goto(order)
  const plea = await ask(clerk, '申请退单')
  await pick(plea, '退单情形', '不属于本部门管辖')
  await plea.getByLabel('理由').fill('井盖由城管部门养护。')
  await plea.getByLabel('依据').fill('部门职责规定。')
  await choose(clerk, plea, '建议承办部门', helper)
  await doIt(plea, '申请退单')
  await stands(clerk, '退单待裁定')

  const arbiter = await as('arbiter')
  await arbiter.goto(order)
  const ruling = await ask(arbiter, '裁定退单')
  await pick(ruling, '裁定', '同意退单，改派其他部门')
  await choose(arbiter, ruling, '改由哪个部门办理', helper)
  await ruling.getByLabel('理由').fill('经核属城管局职责。')
  await shot(arbiter, 'admin-06-ruling')
  await doIt(ruling, '裁定退单')
  await stands(arbiter, '待签收')
  await expect(arbiter.getByText(`待${helper}`)).toBeVisible()
})
