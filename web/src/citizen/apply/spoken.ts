import type { Field } from '@/ui/form/answers/fields'
import { t } from './words'

/** An answer as it is read over before it is handed in. */
export function spoken(f: Field, answer: unknown): string {
  const label = (value: unknown) => f.options?.find((o) => o.value === value)?.label ?? String(value)
  if (Array.isArray(answer)) return answer.map(label).join('、') || t('blank')
  if (typeof answer === 'boolean') return t(answer ? 'yes' : 'no')
  if (answer === undefined || answer === null || !String(answer).trim()) return t('blank')
  return label(answer) + (f.unit ?? (f.kind === 'money' ? t('yuan') : ''))
}
