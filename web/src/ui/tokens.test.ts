import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/ui/tokens.css', 'utf8')

function tokens(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  const body = css.slice(start, css.indexOf('\n}', start))
  return Object.fromEntries([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1]!, m[2]!]))
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number]
  return (x + 0.05) / (y + 0.05)
}

const grounds = ['paper', 'surface', 'sunken']
const tones = ['accent', 'green', 'amber', 'red', 'grey']
const text: [string, string][] = [
  ...['ink', 'ink-2', 'ink-3', ...tones].flatMap((ink) => grounds.map((g): [string, string] => [ink, g])),
  ...tones.map((t): [string, string] => [t, `${t}-soft`]),
  ...tones.map((t): [string, string] => ['ink', `${t}-soft`]),
  ...tones.map((t): [string, string] => ['ink-2', `${t}-soft`]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ...tones.slice(1).map((t): [string, string] => ['on-tone', t]),
]

describe.each([
  ['light', tokens(':root')],
  ['dark', { ...tokens(':root'), ...tokens(":root[data-theme='dark']") }],
])('WCAG AA, %s', (_, t) => {
  it.each(text)('%s on %s reads at 4.5:1', (ink, ground) => {
    expect(contrast(t[ink]!, t[ground]!)).toBeGreaterThanOrEqual(4.5)
  })
  it.each(grounds)('controls stand out from %s at 3:1', (ground) => {
    expect(contrast(t['line-strong']!, t[ground]!)).toBeGreaterThanOrEqual(3)
  })
})
