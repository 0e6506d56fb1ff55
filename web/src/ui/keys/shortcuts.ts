import { computed, onScopeDispose, ref, shallowReactive } from 'vue'

export interface Shortcut {
  /** One key ('?', '/', 'n') or two in a row ('g w'). */
  keys: string
  label: string
  run: () => void
}

const stored = 'huying.keys'
const active = shallowReactive(new Set<Shortcut>())

/** Single keys can be switched off, as WCAG 2.1.4 asks: some people type by voice. */
export const keysOn = ref(localStorage.getItem(stored) !== 'off')
export const shortcuts = computed(() => [...active])

export function switchKeys(on: boolean) {
  keysOn.value = on
  localStorage.setItem(stored, on ? 'on' : 'off')
}

/** Gives the page these keys while the component lives. */
export function useShortcuts(list: Shortcut[]) {
  list.forEach((s) => active.add(s))
  onScopeDispose(() => list.forEach((s) => active.delete(s)))
}

const typing = (e: KeyboardEvent) =>
  e.target instanceof HTMLElement && (/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || e.target.isContentEditable)

const asking = () => [...document.querySelectorAll('[role=dialog][aria-modal=true]')].some((d) => d.getClientRects().length > 0)

let before = ''
let timer: ReturnType<typeof setTimeout> | undefined

/** Listens on the whole page. Not while someone types, while a dialog asks, or together with Ctrl, Alt or Command. */
export function onPageKey(e: KeyboardEvent) {
  if (!keysOn.value || e.defaultPrevented || e.isComposing || e.ctrlKey || e.altKey || e.metaKey || typing(e) || asking()) return
  const list = shortcuts.value
  const hit = list.find((s) => s.keys === `${before} ${e.key}`) ?? list.find((s) => s.keys === e.key)
  clearTimeout(timer)
  before = e.key
  timer = setTimeout(() => (before = ''), 1000)
  if (!hit) return
  before = ''
  e.preventDefault()
  hit.run()
}
