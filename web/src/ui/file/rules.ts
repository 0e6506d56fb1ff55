import { fileSize } from '../format'
import { t } from '../words'

export interface FileRules {
  /** Endings that are accepted, without the dot: ['jpg', 'png', 'pdf']. The server looks at the content itself. */
  types: string[]
  maxBytes: number
  /** At one time; without it as many as one likes. */
  maxFiles?: number
}

const sorts: [string, string[]][] = [
  [t('filePhoto'), ['jpg', 'jpeg', 'png', 'webp', 'heic']],
  [t('fileSound'), ['mp3', 'm4a', 'wav', 'amr', 'ogg', 'oga', 'opus']],
  [t('fileFilm'), ['mp4', 'mov']],
  ['PDF', ['pdf']],
  ['Word', ['docx']],
  ['Excel', ['xlsx']],
  [t('fileText'), ['txt']],
]

/** What may be sent, as people call it: 照片、录音、PDF. An ending without such a word stands for itself. */
export function typesSaid(types: string[]): string {
  const word = (ending: string) => sorts.find(([, endings]) => endings.includes(ending))?.[0] ?? ending
  return [...new Set(types.map(word))].join('、')
}

/** What may be sent, and how large, in one sentence. */
export function rulesSaid({ types, maxBytes, maxFiles }: FileRules): string {
  const said = { types: typesSaid(types), size: fileSize(maxBytes) }
  return maxFiles ? t('fileRulesMany', { ...said, n: maxFiles }) : t('fileRules', said)
}

/** The sentence that says why a file is not accepted, or ''. `held` is how many there are already. */
export function fileFault(file: { name: string; size: number }, rules: FileRules, held: number): string {
  const name = file.name
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  if (rules.maxFiles && held >= rules.maxFiles) return t('fileMany', { n: rules.maxFiles, name })
  if (!name.includes('.') || !rules.types.includes(ending)) return t('fileType', { name, types: typesSaid(rules.types) })
  if (file.size === 0) return t('fileEmpty', { name })
  if (file.size > rules.maxBytes) return t('fileLarge', { name, size: fileSize(file.size), limit: fileSize(rules.maxBytes) })
  return ''
}
