import { onBeforeUnmount, onMounted } from 'vue'
import { holdOverlong } from '@/ui/form/overlong'

/**
 * Ctrl+Enter submits what is open, wherever the hand is: also in a dialog that asks nothing, and in the list of a choice,
 * which hangs outside of the form. It is taken before the choice itself can open by it.
 */
export function useSubmitKey(submit: () => void) {
  function onKey(e: KeyboardEvent) {
    if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return
    e.preventDefault()
    e.stopPropagation()
    if (!holdOverlong(document)) submit()
  }
  onMounted(() => document.addEventListener('keydown', onKey, true))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey, true))
}
