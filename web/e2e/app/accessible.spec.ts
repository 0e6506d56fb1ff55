import { accessible, expect, shot, test } from './desk'

// Every main page, at a desk and on a telephone; those that are looked at all day in the dark too.
const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const pages = {
  operator: ['work', 'orders/new', 'duty'],
  clerk: ['worklist', 'orders'],
  arbiter: ['stats', 'deadline', 'feedback'],
  inspector: ['copies', 'documents', 'accounts', 'circulars', 'duty/rounds', 'duty/rounds?tab=drills', 'equipment'],
  admin: ['import', 'policy', 'calendar', 'people', 'routing', 'outbox'],
  auditor: ['audit'],
  window: ['applications/new', 'joints/bundle', 'joints/project', 'fees', 'certificates'],
  examiner: ['applications/worklist', 'applications', 'application-figures'],
  chief: ['authorisations'],
  keeper: ['catalog/items', 'catalog/changes', 'catalog/report', 'catalog/themes', 'catalog/fee-documents', 'catalog/synonyms'],
} as const
const allDay = ['operator', 'clerk', 'arbiter', 'window', 'examiner']

for (const [person, list] of Object.entries(pages)) {
  for (const [size, viewport] of Object.entries(sizes)) {
    const schemes = size === 'desk' && allDay.includes(person) ? (['light', 'dark'] as const) : (['light'] as const)
    for (const scheme of schemes) {
      test(`${person} ${size} ${scheme}`, async ({ as }) => {
        const page = await as(person as keyof typeof pages)
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
        for (const path of list) {
          await page.goto(`/desk/${path}`)
          await expect(page.locator('main h1').first()).toBeVisible()
          await expect(page.locator('main').getByText('正在载入…')).toHaveCount(0)
          await shot(page, `page-${path.replaceAll(/[/?=]/g, '-')}-${size}-${scheme}`)
          const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
          expect.soft(over, `${path} does not scroll sideways`).toBeLessThanOrEqual(0)
          await accessible(page)
        }
      })
    }
  }
}
