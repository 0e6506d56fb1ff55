import { ref } from 'vue'
import { useAction, useLoad } from '@/ui/state/load'

/** A list that shows its first page and more at a touch. `read` gives the page after a cursor, '' the first. */
export function usePaged<T>(read: (after: string) => Promise<{ items: T[]; next: string }>) {
  const more = ref<T[]>([])
  const next = ref('')
  const first = useLoad(async () => {
    const page = await read('')
    more.value = []
    next.value = page.next
    return page.items
  })
  const going = useAction(async () => {
    const page = await read(next.value)
    ;(more.value as T[]).push(...page.items)
    next.value = page.next
  })
  return { first, more, next, going }
}
