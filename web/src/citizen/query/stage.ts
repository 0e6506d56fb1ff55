import { t } from './words'

/** Where a matter stands in plain words, and what the citizen does next. */
export interface Stage {
  now: string
  next: string
}

/** `by` is the day by which it will be taken up, in words; '' once it has been. */
export function stageOf(state: string, by: string): Stage {
  switch (state) {
    case 'submitted':
      return { now: t('nowSubmitted'), next: by ? t('nextSubmitted', { by }) : t('nextRegistered') }
    case 'registered':
      return { now: t('nowRegistered'), next: t('nextRegistered') }
    case 'dispatched':
      return { now: t('nowDispatched'), next: t('nextHandling') }
    case 'returning':
      return { now: t('nowReturning'), next: t('nextWait') }
    case 'handling':
    case 'reviewing':
    case 'signing_off':
      return { now: t('nowHandling'), next: t('nextHandling') }
    case 'replied':
    case 'given_back':
      return { now: t('nowReplied'), next: t('nextReplied') }
    case 'concluded':
      return { now: t('nowConcluded'), next: t('nextConcluded') }
    case 'disputed':
      return { now: t('nowDisputed'), next: t('nextDisputed') }
    case 'escalated':
      return { now: t('nowEscalated'), next: t('nextDisputed') }
    case 'refused':
      return { now: t('nowRefused'), next: t('nextRefused') }
    case 'redirected':
      return { now: t('nowRedirected'), next: t('nextRedirected') }
    case 'answered':
      return { now: t('nowAnswered'), next: t('nextEnded') }
    default:
      return { now: t('nowEnded'), next: t('nextEnded') }
  }
}
