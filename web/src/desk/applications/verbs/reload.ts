import type { InjectionKey } from 'vue'

/** Reads the case anew under an open dialog: the reader's own act has given it a new version. */
export const reloadCase: InjectionKey<() => Promise<unknown>> = Symbol('reloadCase')
