import { computed, reactive, shallowRef, type Ref } from 'vue'
import type { Order, Task } from '../types'
import { offers, taskOffers, type Offer } from '../verbs/verbs'
import type { Values } from '../verbs/verb'

interface Asking {
  offer: Offer
  target: string
}

/**
 * Which dialog of the order is open, on which version it acts, and whether it still may. What was typed into each is kept
 * until it has been done.
 */
export function useVerbs(order: Ref<Order | undefined>) {
  const asking = shallowRef<Asking>()
  const drafts = reactive(new Map<string, Values>())
  const now = computed(() => (order.value ? offers(order.value) : { main: [], more: [] }))
  const key = (a: Asking) => `${a.target}/${a.offer.name}`

  const task = (id: string) => order.value?.tasks.find((x) => x.id === id)
  const target = computed<Order | Task | undefined>(() => {
    const a = asking.value
    return a && (a.target === order.value?.id ? order.value : task(a.target))
  })
  const allowed = computed(() => {
    const a = asking.value
    if (!a || !order.value) return false
    const list = a.target === order.value.id ? [...now.value.main, ...now.value.more] : taskOffers(task(a.target)!)
    return list.some((o) => o.name === a.offer.name)
  })
  const values = computed({
    get: () => (asking.value && drafts.get(key(asking.value))) ?? {},
    set: (v) => asking.value && drafts.set(key(asking.value), v),
  })

  function ask(offer: Offer, of?: Task) {
    if (!order.value || offer.blocked) return
    const a = { offer, target: of?.id ?? order.value.id }
    if (!drafts.has(key(a))) drafts.set(key(a), { ...offer.verb.initial?.(order.value) })
    asking.value = a
  }

  function close(done = false) {
    if (done && asking.value) drafts.delete(key(asking.value))
    asking.value = undefined
  }

  return { now, asking, target, allowed, values, ask, close }
}
