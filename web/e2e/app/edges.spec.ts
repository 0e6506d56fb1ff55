import { ask, choose, doIt, expect, helper, lead, offered, pick, shot, signIn, stands, test } from './desk'

test('two tabs: the loser is told who won and keeps his words', async ({ as, expected }) => {
  expected(/409/)
  const one = await as('dispatcher')
  await one.goto('/desk/orders/new')
  await one.getByLabel('来电号码').fill('19900820021')
  await pick(one, '类型', '咨询')
  await choose(one, one, '区域', '云心社区')
  await one.getByLabel('诉求内容').fill('想问办理居住证要带什么材料。')
  await one.getByRole('button', { name: '保存', exact: true }).click()
  const order = (await one.getByRole('status').getByRole('link').getAttribute('href'))!
  await one.goto(order)
  const late = await ask(one, '派单')
  await choose(one, late, '牵头部门', helper)
  await late.getByLabel('拟办意见').fill('这几个字不能丢。')

  const two = await one.context().newPage()
  await two.goto(order)
  const first = await ask(two, '派单')
  await choose(two, first, '牵头部门', lead)
  await doIt(first, '派单')
  await stands(two, '待签收')

  await late.getByRole('button', { name: '派单', exact: true }).click()
  await expect(late.getByRole('alert').first()).toBeVisible()
  await expect(late.getByLabel('拟办意见')).toHaveValue('这几个字不能丢。')
  await shot(one, 'edge-01-conflict')
  await late.getByRole('button', { name: '载入最新情况，保留已填内容' }).click()
  await expect(late.getByText(/此件现在是“待签收”/)).toBeVisible()
  await expect(late.getByLabel('拟办意见')).toHaveValue('这几个字不能丢。')
  await shot(one, 'edge-02-overtaken')
})

test('a session that ends asks to sign in over the page and loses no word', async ({ guest, expected }) => {
  expected(/401/)
  const page = await guest()
  await page.goto('/desk/')
  await signIn(page, 'operator')
  await page.getByRole('link', { name: '登记诉求' }).click()
  await page.getByLabel('来电号码').fill('19900820022')
  await pick(page, '类型', '求助')
  await choose(page, page, '区域', '云心社区')
  await page.getByLabel('诉求内容').fill('楼道的灯坏了，请帮忙联系物业。')
  await page.context().clearCookies()
  await page.getByRole('button', { name: '保存', exact: true }).click()
  const door = page.getByRole('dialog', { name: '登录已过期，请重新登录' })
  await expect(door).toBeVisible()
  await shot(page, 'edge-03-session')
  await door.getByLabel('密码', { exact: true }).fill(process.env.HUYING_PASSWORD ?? '')
  await door.getByRole('button', { name: '登录', exact: true }).click()
  await expect(door).toBeHidden()
  await expect(page.getByLabel('诉求内容')).toHaveValue('楼道的灯坏了，请帮忙联系物业。')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('status').getByRole('link')).toBeVisible()
})

test('markup in a text is shown, not run', async ({ as, phone }) => {
  const hostile = '<img src=x onerror="document.title=\'bad\'"><script>document.title="bad"</script>'
  const citizen = await phone()
  await citizen.goto('/appeal')
  await citizen.getByLabel('事情经过').fill(`${hostile} 请处理。`)
  await citizen.locator('.lists').getByRole('combobox').first().selectOption({ label: '望禾镇' })
  await citizen.getByLabel('联系电话').fill('19900820023')
  await citizen.getByLabel('一句话说清楚').fill(hostile.slice(0, 60))
  await citizen.getByRole('button', { name: '提交' }).click()
  await expect(citizen.getByRole('heading', { name: '已经收到您的反映' })).toBeVisible()
  await citizen.getByRole('button', { name: '查进度' }).click()
  await expect(citizen.getByRole('heading', { name: hostile.slice(0, 60) })).toBeVisible()

  const page = await as('dispatcher')
  await page.goto('/desk/worklist/accept')
  await page.getByRole('link', { name: '<img src=x' }).first().click()
  await expect(page.getByText(`${hostile} 请处理。`)).toBeVisible()
  expect(await page.title()).not.toContain('bad')
  await shot(page, 'edge-04-markup')
})

test('a call is registered without touching the mouse', async ({ as }) => {
  const page = await as('operator')
  await page.goto('/desk/orders/new')
  await expect(page.getByLabel('来电号码')).toBeFocused()
  await page.keyboard.type('19900820024')
  const go = async (label: string) => {
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(() => {
        const e = document.activeElement as HTMLInputElement | null
        return e?.closest('[role=radiogroup]')?.getAttribute('aria-label') ?? e?.labels?.[0]?.textContent ?? e?.getAttribute('aria-label') ?? ''
      })
      if (at.replace(' *', '') === label) return
    }
    throw new Error(`no way to ${label} with the Tab key`)
  }
  await go('姓名')
  await page.keyboard.type('钱先生')
  await go('类型')
  await page.keyboard.press('ArrowRight')
  await go('区域')
  await page.keyboard.type('云心社区')
  await expect(offered(page, '云心社区')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await go('诉求内容')
  await page.keyboard.type('公交站牌倒了，挡住了人行道。')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('status').getByRole('link')).toBeVisible()
  await expect(page.getByLabel('来电号码')).toBeFocused()
})

test('a department does not see the orders of another', async ({ as, expected }) => {
  expected(/40[34]/)
  const dispatcher = await as('dispatcher')
  await dispatcher.goto('/desk/orders/new')
  await dispatcher.getByLabel('来电号码').fill('19900820025')
  await pick(dispatcher, '类型', '咨询')
  await choose(dispatcher, dispatcher, '区域', '云心社区')
  await dispatcher.getByLabel('诉求内容').fill('想问食品摊贩登记证怎么办理。')
  await dispatcher.getByText('同时派单').click()
  await choose(dispatcher, dispatcher, '牵头部门', lead)
  await dispatcher.getByRole('button', { name: '保存并派单' }).click()
  const link = dispatcher.getByRole('status').getByRole('link')
  const order = (await link.getAttribute('href'))!
  const number = (await link.textContent())!

  const stranger = await as('assistant')
  await stranger.goto(order)
  await expect(stranger.getByRole('heading', { name: /没有找到|您没有权限查看这里/ })).toBeVisible()
  await expect(stranger.getByText('食品摊贩')).toHaveCount(0)
  await shot(stranger, 'edge-05-refused')
  await stranger.goto(`/desk/orders?q=${number}`)
  await expect(stranger.getByText('没有符合条件的工单')).toBeVisible()
  await stranger.goto('/desk/policy')
  await expect(stranger.getByRole('heading', { name: '您没有权限查看这里' })).toBeVisible()
})
