import { shallowRef } from 'vue'
import { api, send } from '@/api/client'

const book = shallowRef<ReadonlyMap<string, string>>(new Map())
let reading: Promise<void> | undefined

/** Reads the rule book, once. If that fails, citations stay ids and the next reader tries again. */
export function readBook(): Promise<void> {
  reading ??= send(api.GET('/api/rulebook')).then(
    (entries) => void (book.value = new Map(entries.map((e) => [e.id, e.sentence]))),
    () => void (reading = undefined),
  )
  return reading
}

/** One rule of a citation: what it asks and its id. The number of a document is its own text. */
export interface Rule {
  id: string
  text: string
}

/** The rules of a citation such as HOT-62、TIME-10. Follows the book as it arrives. */
export function rulesOf(citation: string): Rule[] {
  return citation.split('、').map((part) => {
    const sentence = book.value.get(part)
    return sentence ? { id: part, text: sentence } : { id: '', text: part }
  })
}

/** The ids in a text that the book knows, in the order of their first mention. */
export function idsIn(text: string): string[] {
  return [...new Set(text.match(/\b[A-Z]{3,4}-\d{2,3}\b/g))].filter((id) => book.value.has(id))
}
