import { reactive } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

export interface Toast {
  id: number
  text?: string
  problem?: Problem
}

export const toasts = reactive<Toast[]>([])
let last = 0

/** Good news goes away by itself; a refusal stays until it has been read and closed. */
const shownFor = 6000

export function dismiss(id: number) {
  const i = toasts.findIndex((x) => x.id === id)
  if (i >= 0) toasts.splice(i, 1)
}

/** Says that something has been done: toast.done('已签收'). */
function done(text: string) {
  const id = ++last
  toasts.push({ id, text })
  setTimeout(() => dismiss(id), shownFor)
}

/** Shows whatever was thrown. An ended session is not shown here: the page asks to sign in again. */
function problem(error: unknown) {
  const p = asProblem(error)
  const known = toasts.some((x) => x.problem && x.problem.code === p.code && x.problem.detail === p.detail)
  if (!p.sessionEnded && !known) toasts.push({ id: ++last, problem: p })
}

export const toast = { done, problem }
