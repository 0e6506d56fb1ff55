import { ref, watch } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'
export type Size = 'normal' | 'large'

// public/boot.js reads the same two keys before the first paint.
const themeKey = 'huying.theme'
const sizeKey = 'huying.size'

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // storage may be forbidden by the browser; the page then follows the system
  }
}

function write(key: string, value: string) {
  try {
    localStorage.setItem(key, value)
  } catch {
    // the choice lasts as long as the page
  }
}

const stored = read(themeKey)

/** What the person chose; `auto` follows the system. */
export const theme = ref<Theme>(stored === 'light' || stored === 'dark' ? stored : 'auto')
export const size = ref<Size>(read(sizeKey) === 'large' ? 'large' : 'normal')

/** The scheme that is drawn, for what cannot read CSS variables (charts). */
export const dark = ref(false)

/** Applies the choices to the page and keeps following the person and the system. Called once by each entry page. */
export function followAppearance() {
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    dark.value = theme.value === 'dark' || (theme.value === 'auto' && system.matches)
    document.documentElement.dataset.theme = dark.value ? 'dark' : 'light'
    document.documentElement.dataset.size = size.value
  }
  system.addEventListener?.('change', apply)
  watch([theme, size], () => {
    write(themeKey, theme.value)
    write(sizeKey, size.value)
    apply()
  }, { flush: 'sync' })
  apply()
}
