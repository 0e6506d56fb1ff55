import { fileURLToPath } from 'node:url'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What the server sends too: nothing from elsewhere, nothing inline, no eval. The gallery is tested under it. */
const policy =
  "default-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"

/** In development the two pages answer for their paths as the server does: /desk/ is the officials', the rest is the citizens'. */
function twoPages(): Plugin {
  return {
    name: 'two-pages',
    configureServer(server) {
      server.middlewares.use((req, _res, next) => {
        const page = req.headers.accept?.includes('text/html') && !req.url?.startsWith('/gallery')
        if (page) req.url = req.url?.startsWith('/desk') ? '/index.html' : '/citizen.html'
        next()
      })
    },
  }
}

/** The gallery shows every part of the interface for the tests; it is built apart and never shipped. */
const pages = (mode: string): Record<string, string> =>
  mode === 'gallery' ? { gallery: here('gallery.html') } : { desk: here('index.html'), citizen: here('citizen.html') }

export default defineConfig(({ mode }) => ({
  plugins: [
    vue(),
    Components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
    twoPages(),
  ],
  resolve: { alias: { '@': here('src') } },
  build: {
    // Offices run older Chromium shells; nothing newer than 2020 may be needed to read a page.
    target: ['chrome87', 'edge88', 'firefox78', 'safari14'],
    outDir: mode === 'gallery' ? join(tmpdir(), 'huying-gallery') : 'build',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: pages(mode) },
  },
  server: { proxy: { '/api': 'http://localhost:8080' } },
  preview: { headers: { 'Content-Security-Policy': policy } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    css: false,
    testTimeout: 20_000, // the first page that uses Element Plus has to be compiled
    server: { deps: { inline: ['element-plus'] } },
  },
}))
