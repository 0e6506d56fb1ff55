import type { Step } from '../types'
import { t } from '../words'

const step = (code: string, name: string, kind: string): Step => ({ code, name, kind, limit: { amount: 0, unit: 'workday' } })

/** The usual steps of a way of approval (GAP-22), from which a flow is begun; deciding on the spot needs none. */
export function pattern(model: string): Step[] {
  const decide = step('decide', t('step.decide'), 'decide')
  if (model === 'sole') return [step('review', t('step.sole'), 'review'), decide]
  if (model === 'review') return [step('review', t('step.review'), 'review'), step('verify', t('step.verify'), 'verify'), decide]
  if (model === 'full') return [step('review', t('step.review'), 'review'), step('survey', t('step.survey'), 'survey'), step('verify', t('step.verify'), 'verify'), decide]
  return []
}
