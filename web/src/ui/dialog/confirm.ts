import { shallowRef } from 'vue'

export interface Question {
  title: string
  text?: string
  /** The word on the button says what will happen: 退回, 挂起. */
  action: string
  danger?: boolean
  /** Ask for a reason: its label, ready-made reasons to start from, and whether it may stay empty. */
  reason?: { label?: string; choices?: string[]; optional?: boolean }
}

export interface Answer {
  reason: string
}

export const question = shallowRef<Question | null>(null)
let answer: (a: Answer | null) => void = () => {}

/** Asks before something that is hard to undo. Gives null when the person thinks better of it. */
export function confirm(q: Question): Promise<Answer | null> {
  answer(null)
  question.value = q
  return new Promise((resolve) => (answer = resolve))
}

export function settle(a: Answer | null) {
  question.value = null
  answer(a)
}
