import { deadline, fullTime } from '@/ui/format'
import type { Opinion } from '../types'
import { t } from '../words'

/** The conditions under which a silent department is deemed to consent, each as it holds of this one (GAP-21); none while they do not. */
export function conditions(x: Opinion, now: number): string[] {
  const { missed, absent, signedAt, reports } = x.opinion
  if (!missed) return []
  const due = x.due ? deadline(x.due, now) : ''
  const missing = absent ? t('condNotCome') : due ? t('condAbsent', { due }) : t('condAbsentThen')
  const signed = signedAt ? [t('condSigned', { at: fullTime(signedAt) }), due ? t('condLate', { due }) : t('condLateThen')] : [missing]
  return [t('condItem'), ...signed, ...(reports?.length ? [] : [t('condSilent')])]
}
