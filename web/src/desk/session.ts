import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, onSessionEnded, send } from '@/api/client'
import type { components } from '@/api/schema'

/** Who is signed in. `duty` is set while the person stands on a duty roster. */
export type Me = components['schemas']['Me'] & { duty?: { name: string } | null }

/** The signed-in person, and what he may do. */
export const useSession = defineStore('session', () => {
  const me = ref<Me>()
  /** The session ended under an open page: sign in again without losing what is on it. */
  const ended = ref(false)
  const permissions = computed(() => new Set(me.value?.permissions))
  const roles = computed(() => me.value?.roles.map((r) => r.key) ?? [])

  onSessionEnded(() => (ended.value = !!me.value))

  /** Asks the server who is signed in; undefined when nobody is. */
  async function load(): Promise<Me | undefined> {
    me.value = (await send(api.GET('/api/session'))).me
    return me.value
  }

  /** Signs in. Someone else at the same page starts afresh, so that nobody sees another's work. */
  async function login(name: string, password: string) {
    const before = me.value?.id
    await send(api.POST('/api/login', { body: { login: name, password } }))
    const now = await load()
    if (before && now?.id !== before) location.reload()
    ended.value = false
  }

  async function logout() {
    await send(api.POST('/api/logout'))
    me.value = undefined
  }

  async function changePassword(old: string, fresh: string) {
    await send(api.POST('/api/password', { body: { old, new: fresh } }))
    await load()
  }

  const may = (permission: string) => permissions.value.has(permission)

  return { me, roles, ended, load, login, logout, changePassword, may }
})
