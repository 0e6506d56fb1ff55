import type { Choices, Question } from './data'

const key = (subject: string) => `huying.situation.${subject}`

/** What this visit's person said of his situation, so that guide and application ask it once. */
export function recallSituation(subject: string): Choices {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key(subject)) ?? '{}')
    return kept && typeof kept === 'object' ? (Object.fromEntries(Object.entries(kept).filter(([, v]) => typeof v === 'string')) as Choices) : {}
  } catch {
    return {} // storage is forbidden, or somebody else wrote there
  }
}

export function rememberSituation(subject: string, choices: Choices) {
  try {
    sessionStorage.setItem(key(subject), JSON.stringify(choices))
  } catch {
    // the page still has them
  }
}

/** The answers that are answers to these questions: what an older form asked is left out. */
export function fitting(questions: readonly Question[], choices: Choices): Choices {
  const out: Choices = {}
  for (const q of questions) {
    const said = choices[q.code]
    if (said !== undefined && q.options.some((o) => o.value === said)) out[q.code] = said
  }
  return out
}

export const unanswered = (questions: readonly Question[], choices: Choices) => questions.filter((q) => !fitting([q], choices)[q.code])
