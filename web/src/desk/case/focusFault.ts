import { nextTick } from 'vue'

/** Brings the person to the first field in which something is wrong. */
export async function focusFault(within: HTMLElement | null) {
  await nextTick()
  within?.querySelector('.field > .wrong')?.closest('.field')?.querySelector<HTMLElement>('input, textarea, select')?.focus()
}
