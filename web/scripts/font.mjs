// Copies the font that the server writes PDF documents with, and its licence, into the build.
import { copyFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const from = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'))
const to = fileURLToPath(new URL('../build/fonts/', import.meta.url))

mkdirSync(to, { recursive: true })
copyFileSync(join(from, '400Regular/NotoSansSC_400Regular.ttf'), join(to, 'NotoSansSC-Regular.ttf'))
copyFileSync(join(from, '700Bold/NotoSansSC_700Bold.ttf'), join(to, 'NotoSansSC-Bold.ttf'))
copyFileSync(join(from, 'LICENSE_FONT'), join(to, 'LICENSE-NotoSansSC.txt'))
