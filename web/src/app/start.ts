import { createPinia } from 'pinia'
import { createApp, type Component } from 'vue'
import type { Router } from 'vue-router'
import { followAppearance } from '@/ui/appearance'
import { keepWhole } from '@/ui/form/overlong'
import { toast } from '@/ui/state/toast'
import 'element-plus/theme-chalk/base.css'
import '@/ui/tokens.css'
import '@/ui/element.css'
import '@/ui/base.css'

/** Starts one of the two applications. A failure that no page dealt with is shown, never swallowed. */
export function start(root: Component, router: Router) {
  followAppearance()
  keepWhole(document)
  const app = createApp(root).use(createPinia()).use(router)
  app.config.errorHandler = (error) => {
    console.error(error)
    toast.problem(error)
  }
  app.mount('#app')
}
