import { fileSize } from '../format'
import { t } from '../words'

export interface FileRules {
  /** Endings that are accepted, without the dot: ['jpg', 'png', 'pdf']. The server looks at the content itself. */
  types: string[]
  maxBytes: number
  maxFiles: number
}

/** The sentence that says why a file is not accepted, or ''. `held` is how many there are already. */
export function fileFault(file: { name: string; size: number }, rules: FileRules, held: number): string {
  const name = file.name
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  if (held >= rules.maxFiles) return t('fileMany', { n: rules.maxFiles, name })
  if (!name.includes('.') || !rules.types.includes(ending)) return t('fileType', { name, types: rules.types.join('、') })
  if (file.size === 0) return t('fileEmpty', { name })
  if (file.size > rules.maxBytes) return t('fileLarge', { name, size: fileSize(file.size), limit: fileSize(rules.maxBytes) })
  return ''
}
