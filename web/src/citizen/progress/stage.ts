import { t } from './words'

/** Where an application stands in plain words, and what the applicant does next. */
export interface Stage {
  now: string
  next: string
}

/** What of the progress the words depend on. */
export interface Standing {
  state: string
  stepName?: string
  ready?: string
  granted: boolean
  paused?: boolean
  revoked?: boolean
  /** What waits for the applicant while it goes on: papers that may follow later, fees to be paid. */
  owes?: { papers: boolean; fees: boolean }
}

/** Where it stands; what is still asked of the applicant comes first, and nobody who is asked for something is told to wait. */
export function stageOf(p: Standing): Stage {
  const { now, next } = standing(p)
  const owed = [p.owes?.papers && t('nextPapers'), p.owes?.fees && t('nextFees')].filter(Boolean)
  if (!owed.length) return { now, next }
  return { now, next: [...owed, next === t('nextReviewing') ? '' : next].join('') }
}

function standing(p: Standing): Stage {
  if (p.revoked) return { now: t('nowRevoked'), next: t('nextRevoked') }
  switch (p.state) {
    case 'submitted':
      return { now: t('nowSubmitted'), next: t('nextSubmitted') }
    case 'correcting':
      return { now: t('nowCorrecting'), next: t('nextCorrecting') }
    case 'reviewing':
      if (p.paused) return { now: t('nowPaused'), next: t('nextPaused') }
      return { now: p.stepName ? t('nowStep', { step: p.stepName }) : t('nowReviewing'), next: t('nextReviewing') }
    case 'decided':
      if (!p.granted) return { now: t('nowRefused'), next: t('nextRefused') }
      return p.ready ? { now: t('nowReady'), next: t('nextReady') } : { now: t('nowDecided'), next: t('nextDecided') }
    case 'declining':
    case 'declined':
      return { now: t('nowDeclined'), next: t('nextDeclined') }
    case 'delivered':
      return p.granted ? { now: t('nowDelivered'), next: t('nextDelivered') } : { now: t('nowRefused'), next: t('nextRefused') }
    case 'withdrawn':
      return { now: t('nowWithdrawn'), next: t('nextAgain') }
    case 'lapsed':
      return { now: t('nowLapsed'), next: t('nextAgain') }
    default:
      return { now: t('nowReviewing'), next: t('nextReviewing') }
  }
}
