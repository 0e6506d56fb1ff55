import { computed, nextTick, ref, shallowRef, watch } from 'vue'
import { useAction } from '@/ui/state/load'
import { settled } from '../../case/settled'
import { calls } from '../calls'
import type { Change, Finding, Record } from '../types'
import { forget, keep, kept } from './draft'
import { copy } from './record'
import { pathOf, sectionOf } from './sections'

/** A record being written: what it says now, what the server's checks say of it, and saving it. */
export function useEditor(change: Change, original: Record, tier: string, person: string) {
  const found = kept(person, change.id, change.version)
  const record = shallowRef<Record>(copy(found ?? original))
  const restored = ref(!!found)
  const dirty = ref(!!found)
  const findings = shallowRef<Finding[]>(change.findings)

  const check = settled(async () => {
    try {
      const mine = record.value
      const said = await calls.check(tier, mine)
      if (mine === record.value) findings.value = said
    } catch {
      // the checks speak again with the next change; saving says what is wrong
    }
  }, 600)

  watch(record, (now) => {
    dirty.value = true
    keep(person, change.id, { version: change.version, record: now })
    check()
  })
  if (found) check()

  const saving = useAction(async () => {
    await calls.edit(change.id, change.version, { kind: change.kind, reason: change.reason, ...(change.cites && { cites: change.cites }), record: record.value })
    forget(person, change.id)
    dirty.value = false
  })

  /** Goes back to what the server has. */
  async function discard() {
    record.value = copy(original)
    restored.value = false
    await nextTick() // by then it has been kept like any other change
    dirty.value = false
    forget(person, change.id)
  }

  const bySection = computed(() => {
    const out = new Map<string, { blocks: number; notes: number }>()
    for (const f of findings.value) {
      const key = sectionOf(f.field)
      const n = out.get(key) ?? { blocks: 0, notes: 0 }
      out.set(key, f.blocks ? { ...n, blocks: n.blocks + 1 } : { ...n, notes: n.notes + 1 })
    }
    return out
  })
  /** What the checks say of one thing of the record. */
  const at = (path: string) => findings.value.filter((f) => pathOf(f.field) === path)

  return { record, restored, dirty, findings, bySection, at, saving, discard }
}
