import { computed, nextTick, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { Problem } from '@/api/problem'
import { useLive } from '@/live/live'
import { useShortcuts } from '@/ui/keys/shortcuts'
import { useLoad } from '@/ui/state/load'
import { toast } from '@/ui/state/toast'
import { settled } from './settled'
import type { Kept } from './types'
import { useVerbs } from './useVerbs'
import type { Offer, Target, Values } from './verb'
import { t } from './words'

interface Ways<S> {
  /** The topic under which the server tells of changes, and the id it names. */
  topic: string
  id: string
  read: () => Promise<S>
  files: () => Promise<Kept[]>
  /** What may be done to the case: the next step first. */
  offers: (subject: S) => { main: Offer<S>[]; more: Offer<S>[] }
  /** Parts of it that are cases of their own. */
  parts: (subject: S) => { target: Target; offers: Offer<S>[] }[]
  said: (offer: Offer<S>, values: Values) => string
  /** Where to go when the case has left the reader's sight. */
  list: string
}

/** The page of one case: what it shows, kept up to date; what may be done to it, with its dialog and keys. */
export function useCase<S extends Target>(ways: Ways<S>) {
  const route = useRoute()
  const router = useRouter()
  const subject = useLoad(ways.read)
  const files = useLoad(ways.files)
  const now = computed(() => (subject.data.value ? ways.offers(subject.data.value) : { main: [], more: [] }))
  const verbs = useVerbs(subject.data, (s) => [{ target: s, offers: [...now.value.main, ...now.value.more] }, ...ways.parts(s)])
  const reload = () => Promise.all([subject.reload(), files.reload()])

  // A page that leads here for one step opens its dialog, /orders/…?do=account, or says that the step cannot be taken.
  watch(
    subject.data,
    () => {
      if (!route.query.do) return
      const offer = [...now.value.main, ...now.value.more].find((o) => o.name === route.query.do)
      void router.replace({ query: {} })
      if (offer) verbs.ask(offer)
      else toast.problem(new Problem(409, t('notNow'), t('notNowText')))
    },
    { once: true },
  )

  // While a dialog is open its version must not move under the hand: a change by others then shows as a conflict.
  const news = settled(() => void (verbs.asking.value || reload()), 800)
  useLive<{ id: string }>(ways.topic, (e) => e.id === ways.id && news(), news)
  useShortcuts([
    ...[0, 1, 2].map((i) => ({ keys: String(i + 1), label: t('nthAction', { n: i + 1 }), run: () => now.value.main[i] && verbs.ask(now.value.main[i]) })),
    { keys: 'u', label: t('backToList'), run: () => router.back() },
  ])

  async function done() {
    const said = ways.said(verbs.asking.value!.offer, verbs.values.value)
    verbs.close(true)
    toast.done(said)
    await reload()
    await nextTick()
    // What has left the reader's hands may have left his sight.
    if (subject.problem.value?.notFound) void router.replace(ways.list)
  }

  return { subject, files, now, verbs, reload, done }
}
