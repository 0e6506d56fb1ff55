import { computed, reactive, shallowRef, type Ref } from 'vue'
import type { Offer, Target, Values } from './verb'

interface Asking<S> {
  offer: Offer<S>
  target: string
}

/** What may be done to one target: the case itself, or a part of it that is a case of its own. */
interface Doable<S> {
  target: Target
  offers: Offer<S>[]
}

/**
 * Which dialog of a case is open, on which version it acts, and whether it still may. What was typed into each is kept
 * until it has been done. `doable` lists the case first and then its parts.
 */
export function useVerbs<S>(subject: Ref<S | undefined>, doable: (subject: S) => Doable<S>[]) {
  const asking = shallowRef<Asking<S>>()
  const drafts = reactive(new Map<string, Values>())
  const all = computed(() => (subject.value === undefined ? [] : doable(subject.value)))
  const key = (a: Asking<S>) => `${a.target}/${a.offer.name}`

  const found = computed(() => all.value.find((d) => d.target.id === asking.value?.target))
  const target = computed(() => found.value?.target)
  const allowed = computed(() => !!found.value?.offers.some((o) => o.name === asking.value?.offer.name))
  const values = computed({
    get: () => (asking.value && drafts.get(key(asking.value))) ?? {},
    set: (v) => asking.value && drafts.set(key(asking.value), v),
  })

  function ask(offer: Offer<S>, of?: { id: string }) {
    if (subject.value === undefined || offer.blocked) return
    const a = { offer, target: of?.id ?? all.value[0]!.target.id }
    if (!drafts.has(key(a))) drafts.set(key(a), { ...offer.verb.initial?.(subject.value) })
    asking.value = a
  }

  function close(done = false) {
    if (done && asking.value) drafts.delete(key(asking.value))
    asking.value = undefined
  }

  return { asking, target, allowed, values, ask, close }
}
