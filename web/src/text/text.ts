import { shallowRef } from 'vue'

/**
 * The message catalogue. A feature keeps its texts in text/zh-CN/<feature>.ts and reads them through
 * `const t = texts('<feature>', zh)`; the Chinese text is the type: unknown keys and missing {parameters} do not
 * compile. Another language is a folder beside zh-CN; what it lacks is shown in Chinese.
 */
export type Messages = Readonly<Record<string, string>>

type Names<S> = S extends `${string}{${infer P}}${infer Rest}` ? P | Names<Rest> : never
type Values<S> = [Names<S>] extends [never] ? [] : [values: Record<Names<S>, string | number>]
export type Text<M extends Messages> = <K extends keyof M & string>(key: K, ...values: Values<M[K]>) => string

const files = import.meta.glob<Messages>(['./*/*.ts', '!./zh-CN/*.ts'], { import: 'default' })
const translated = shallowRef<Record<string, Messages>>({})

/** Puts values into a pattern: fill('第{n}页', { n: 2 }) is 第2页. */
export function fill(pattern: string, values: Record<string, string | number> = {}): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** The typed look-up of one feature's texts. Reads inside templates and computed follow a change of language. */
export function texts<const M extends Messages>(feature: string, chinese: M): Text<M> {
  return (key, ...values) => fill(translated.value[feature]?.[key] ?? chinese[key]!, values[0])
}

/** Loads every file of a language and shows it. */
export async function speak(language: string) {
  const found: Record<string, Messages> = {}
  for (const [path, load] of Object.entries(files)) {
    const [, folder, feature] = path.match(/^\.\/([^/]+)\/(.+)\.ts$/)!
    if (folder === language) found[feature!] = await load()
  }
  translated.value = found
  document.documentElement.lang = language
}
