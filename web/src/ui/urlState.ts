import { reactive, watch } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'

type Value = string | number | string[]

/** What the address says, or the default where it says nothing usable. */
function read<S extends Record<string, Value>>(query: LocationQuery, defaults: S): S {
  const out: Record<string, Value> = {}
  for (const [key, fallback] of Object.entries(defaults)) {
    const given = [query[key] ?? []].flat().filter((x): x is string => x !== null)
    if (Array.isArray(fallback)) out[key] = key in query ? given.filter((x) => x !== '') : [...fallback]
    else if (typeof fallback === 'number') out[key] = given[0] && Number.isFinite(Number(given[0])) ? Number(given[0]) : fallback
    else out[key] = given[0] ?? fallback
  }
  return out as S
}

const same = (a: Value, b: Value) => JSON.stringify(a) === JSON.stringify(b)

/**
 * Filters that live in the address, so that a list can be sent to a colleague, kept as a bookmark and found again with
 * the back button. Only what differs from the defaults is written. Never for personal data: addresses are logged.
 */
export function useUrlState<S extends Record<string, Value>>(defaults: S): S {
  const route = useRoute()
  const router = useRouter()
  const state = reactive(read(route.query, defaults)) as S
  const path = route.path

  watch(
    () => route.query,
    (query) => route.path === path && Object.assign(state, read(query, defaults)),
  )
  watch(
    () => ({ ...state }),
    () => {
      const query = { ...route.query }
      for (const [key, value] of Object.entries(state)) {
        if (same(value, defaults[key]!)) delete query[key]
        else query[key] = Array.isArray(value) ? (value.length ? value : '') : String(value)
      }
      if (JSON.stringify(query) !== JSON.stringify(route.query)) void router.replace({ query, hash: route.hash })
    },
    { deep: true },
  )
  return state
}
