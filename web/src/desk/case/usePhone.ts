import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether the page is as narrow as a phone, as the stylesheets draw the line. */
export function usePhone(): Ref<boolean> {
  const query = window.matchMedia('(max-width: 40em)')
  const narrow = ref(query.matches)
  const look = () => (narrow.value = query.matches)
  query.addEventListener?.('change', look)
  onScopeDispose(() => query.removeEventListener?.('change', look))
  return narrow
}
