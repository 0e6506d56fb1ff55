import { t } from '../words'

export type PersonalKind = 'name' | 'phone' | 'id' | 'address'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The check digit of an 18-digit citizen number (GB 11643). */
export function validId(text: string): boolean {
  if (!/^\d{17}[\dXx]$/.test(text)) return false
  const sum = weights.reduce((s, w, i) => s + w * Number(text[i]), 0)
  return '10X98765432'[sum % 11] === text[17]!.toUpperCase()
}

const creditLetters = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The check character of an 18-place code of a firm or organisation (GB 32100). */
export function validCredit(text: string): boolean {
  const places = [...text.toUpperCase()].map((c) => creditLetters.indexOf(c))
  if (places.length !== 18 || places.includes(-1)) return false
  const sum = places.slice(0, 17).reduce((s, n, i) => s + n * (3 ** i % 31), 0)
  return places[17] === (31 - (sum % 31)) % 31
}

/** A mobile number, or a fixed line with its area code. */
export function validPhone(text: string): boolean {
  return /^1[3-9]\d{9}$/.test(text) || /^0\d{2,3}-?\d{7,8}$/.test(text)
}

/** The sentence that says what is wrong with a piece of personal data, or ''. */
export function personalFault(kind: PersonalKind, label: string, value: string, required: boolean): string {
  const text = value.replace(/\s/g, '')
  if (!text) return required ? t('neededField', { label }) : ''
  if (kind === 'phone' && !validPhone(text)) return t('phoneWrong')
  if (kind === 'id' && !validId(text)) return t('idWrong')
  return ''
}
