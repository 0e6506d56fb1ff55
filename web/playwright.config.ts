import { defineConfig } from '@playwright/test'

// Three suites: `gallery` looks at the parts by themselves; `app` works in a city that is made for it; `pictures` takes
// the pictures of the README.
const launchOptions = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] }
const city = { baseURL: process.env.HUYING_URL, viewport: { width: 1440, height: 900 } }

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/app/city.ts',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: !!process.env.CI,
  retries: process.env.CI ? 1 : 0,
  reporter: 'list',
  use: { launchOptions, actionTimeout: 10_000, screenshot: 'only-on-failure', navigationTimeout: 15_000, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
  projects: [
    { name: 'gallery', testMatch: 'gallery.spec.ts', use: { baseURL: 'http://localhost:4173' } },
    { name: 'app', testMatch: 'app/*.spec.ts', use: city },
    { name: 'pictures', testMatch: 'pictures.ts', use: city },
  ],
  webServer: { command: 'vite build --mode gallery --logLevel error && vite preview --mode gallery --port 4173 --strictPort', url: 'http://localhost:4173/gallery.html', reuseExistingServer: !process.env.CI },
})
