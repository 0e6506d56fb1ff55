import { nextTick } from 'vue'

/** Brings the person to the first field in which something is wrong. */
export async function focusFault(within: HTMLElement | null) {
  await nextTick()
  within?.querySelector('.field > .wrong')?.closest('.field')?.querySelector<HTMLElement>('input, textarea, select')?.focus()
}

/** Brings the person to the first thing that is asked; of a choice to what is chosen, where its keys begin. */
export function focusFirst(within: HTMLElement | null | undefined) {
  const first = within?.querySelector<HTMLInputElement>('input:not([type=hidden]), textarea')
  const chosen = first?.type === 'radio' ? first.closest('[role=radiogroup]')?.querySelector<HTMLElement>('input:checked') : undefined
  ;(chosen ?? first)?.focus()
}
