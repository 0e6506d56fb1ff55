import { defineConfig } from '@playwright/test'

// Two suites: `gallery` looks at the parts by themselves; `app` drives a running server, named by HUYING_URL.
const server = process.env.HUYING_URL
const chromium = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] }

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 1,
  reporter: 'list',
  use: { launchOptions: chromium, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
  projects: [
    { name: 'gallery', testMatch: 'gallery.spec.ts', use: { baseURL: 'http://localhost:4173' } },
    ...(server ? [{ name: 'app', testIgnore: 'gallery.spec.ts', use: { baseURL: server } }] : []),
  ],
  webServer: server
    ? undefined
    : { command: 'vite build --mode gallery && vite preview --mode gallery --port 4173 --strictPort', url: 'http://localhost:4173/gallery.html' },
})
