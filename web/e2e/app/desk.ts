import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Locator, type Page } from '@playwright/test'

export { expect }

/** The accounts of the demonstration city, by what they do. 市场监督管理局 leads in these tests, 城市管理局 assists. */
export const people = {
  operator: 'jiexian1',
  dispatcher: 'paidan1',
  hall: 'dating1',
  arbiter: 'ducha1',
  inspector: 'jiancha1',
  clerk: 'scj1',
  assistant: 'cgj1',
  window: 'chuangkou1',
  head: 'scj.head',
  issuer: 'fazheng1',
  chief: 'shouquan1',
  section: 'kezhang1',
  examiner: 'shencha1', // of 市场监督管理局
  city: 'shencha2', // examines for 城市管理局
  police: 'shencha3', // examines for 公安局
  keeper: 'mulu1', // of the items of 市场监督管理局
  admin: 'admin',
  auditor: 'shenji',
} as const
export const lead = '市场监督管理局'
export const helper = '城市管理局'

type Person = keyof typeof people
type Signed = Awaited<ReturnType<BrowserContext['storageState']>>

/** Who has signed in before need not do so again in the next test. */
const signed = new Map<Person, Signed>()

export async function signIn(page: Page, person: Person) {
  await page.getByLabel('登录名').fill(people[person])
  await page.getByLabel('密码', { exact: true }).fill(process.env.HUYING_PASSWORD ?? '')
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

interface Desk {
  /** A person at his own desk, signed in. Asked again within a test, it is the same desk. */
  as: (person: Person) => Promise<Page>
  /** A citizen with a telephone. */
  phone: () => Promise<Page>
  /** A desk at which nobody has signed in. */
  guest: () => Promise<Page>
  /** Faults of the browser that a test provokes, such as a refused page. */
  expected: (fault: RegExp) => void
}

interface Ground {
  guard: { watch: (c: BrowserContext) => void; expected: (fault: RegExp) => void }
  open: (as?: BrowserContextOptions) => Promise<Page>
}

export const test = base.extend<Desk & Ground>({
  // Whatever a script throws, the security policy blocks, or asks of another host, is a fault of the page. The browser's own
  // reader of PDF files asks only the browser.
  guard: async ({ baseURL }, use) => {
    const faults: string[] = []
    const allowed: RegExp[] = []
    await use({
      expected: (fault) => allowed.push(fault),
      watch: (context) => {
        context.on('console', (m) => m.type() === 'error' && faults.push(`${m.text()} ${m.location().url}`))
        context.on('weberror', (e) => faults.push(String(e.error().stack)))
        context.on('dialog', (d) => d.type() !== 'beforeunload' && faults.push(`dialog ${d.message()}`))
        context.on('request', (r) => !r.url().startsWith(baseURL!) && !/^(data|blob|chrome|chrome-extension):/.test(r.url()) && faults.push(`asked ${r.url()}`))
      },
    })
    expect(faults.filter((f) => !allowed.some((a) => a.test(f)))).toEqual([])
  },
  expected: async ({ guard }, use) => use(guard.expected),
  open: async ({ browser, guard, baseURL, viewport, locale, timezoneId }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (as = {}) => {
      const context = await browser.newContext({ baseURL, viewport, locale, timezoneId, ...as })
      guard.watch(context)
      contexts.push(context)
      return context.newPage()
    })
    for (const context of contexts) await context.close()
  },
  as: async ({ open }, use) => {
    const desks = new Map<Person, Page>()
    await use(async (person) => {
      let page = desks.get(person)
      if (page) return page
      if (!signed.has(person)) signed.set(person, await atTheDoor(await open(), person))
      page = await open({ storageState: signed.get(person) })
      desks.set(person, page)
      return page
    })
  },
  phone: async ({ open }, use) => use(() => open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 })),
  guest: async ({ open }, use) => use(() => open()),
})

async function atTheDoor(page: Page, person: Person): Promise<Signed> {
  await page.goto('/desk/')
  await signIn(page, person)
  await expect(page.getByRole('navigation', { name: '主导航' }).first()).toBeVisible()
  const state = await page.context().storageState()
  await page.context().close()
  return state
}

/** A picture of the step, for whoever looks at the pages after a run. */
export async function shot(page: Page, name: string, fullPage = false) {
  await page.screenshot({ path: join(test.info().project.outputDir, 'shots', `${name}.png`), fullPage, animations: 'disabled' })
}

/**
 * No finding of weight against WCAG 2.2 AA. What lies over a part of the page for the moment, a notice or the bar above
 * what is scrolled, is no fault of that part.
 */
export async function accessible(page: Page) {
  const told = page.locator('.toasts').getByRole('button')
  for (let n = await told.count(); n > 0; n--) await told.first().click({ timeout: 2000 }).catch(() => undefined) // it may go by itself
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }))
  const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  const grave = axe.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
  expect.soft(grave.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`), page.url()).toEqual([])
}

/** One of the choices that stand side by side. */
export const pick = (within: Page | Locator, question: string, answer: string) => within.getByRole('radiogroup', { name: question }).getByText(answer, { exact: true }).click()

/** A department or a place, found by typing its name. */
export async function choose(page: Page, within: Page | Locator, question: string, name: string) {
  const box = within.getByRole('combobox', { name: question })
  await box.click({ force: true }) // its placeholder lies above it and passes the click on
  await box.fill(name)
  await offered(page, name).click()
  await page.keyboard.press('Escape')
}

/** What a list offers under a name; places are told with those above them. */
export const offered = (page: Page, name: string) => page.getByRole('option', { name: new RegExp(`(^|› )${name}$`) }).filter({ visible: true }).first()

/** A dialog that has opened: its first question waits for an answer. What is typed before goes astray. */
export async function opened(page: Page, verb: string): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: verb })
  await expect(dialog).toBeVisible()
  if (await dialog.locator('form').locator('input, textarea').count()) await expect(dialog.locator('form :focus')).toHaveCount(1)
  return dialog
}

/** The dialog of a verb of the order on the page. */
export async function ask(page: Page, verb: string): Promise<Locator> {
  await page.getByRole('toolbar', { name: '可以办理的事项' }).getByRole('button', { name: verb, exact: true }).click()
  return opened(page, verb)
}

/** Goes to a part of the page with the Tab key alone; there is a way to everything that is used. */
export async function tabTo(page: Page, name: string | RegExp) {
  const fits = (at: string) => (typeof name === 'string' ? at === name : name.test(at))
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const e = document.activeElement as HTMLInputElement | null
      return e?.closest('[role=radiogroup]')?.getAttribute('aria-label') ?? e?.labels?.[0]?.textContent ?? e?.getAttribute('aria-label') ?? e?.textContent ?? ''
    })
    if (fits(at.replace(' *', '').trim())) return
  }
  throw new Error(`no way to ${name} with the Tab key`)
}

/** Does what the dialog asks about. */
export async function doIt(dialog: Locator, verb: string) {
  await dialog.getByRole('button', { name: verb, exact: true }).click()
  await expect(dialog).toBeHidden()
}

/** Where the order stands, as its page says. */
export const stands = (page: Page, state: string) => expect(page.locator('header .state')).toHaveText(state)
