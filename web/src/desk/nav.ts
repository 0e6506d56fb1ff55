import type { Feature, Group, NavEntry } from './feature'
import { t } from './words'

const groups = [
  ['work', 'groupWork'],
  ['service', 'groupService'],
  ['oversee', 'groupOversee'],
  ['insight', 'groupInsight'],
  ['publish', 'groupPublish'],
  ['admin', 'groupAdmin'],
] as const satisfies [Group, string][]

export interface NavGroup {
  group: Group
  label: string
  entries: NavEntry[]
}

/** Where a person's day starts: the first of what his post lets him do; what anybody may do comes after. */
export function home(groups: NavGroup[]): string | undefined {
  const entries = groups.flatMap((g) => g.entries)
  return (entries.find((e) => e.permission) ?? entries[0])?.to
}

/** The navigation of one person: only what he may do, grouped, in order; empty groups are left out. */
export function navigation(features: Feature[], may: (permission: string) => boolean): NavGroup[] {
  const entries = features.flatMap((f) => f.nav ?? []).filter((e) => !e.permission || [e.permission].flat().some(may))
  return groups
    .map(([group, key]) => ({
      group,
      label: t(key),
      entries: entries.filter((e) => e.group === group).sort((a, b) => a.order - b.order || a.to.localeCompare(b.to)),
    }))
    .filter((g) => g.entries.length > 0)
}
