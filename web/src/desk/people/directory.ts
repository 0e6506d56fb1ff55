import { shallowRef } from 'vue'
import { api, send } from '@/api/client'
import type { components } from '@/api/schema'
import { toast } from '@/ui/state/toast'
import { tree } from '../orders/directory'

export type Region = components['schemas']['Region']
export type Department = components['schemas']['Department']

const regions = shallowRef<Region[]>([])
const departments = shallowRef<Department[]>([])
let reading: Promise<void> | undefined

async function read() {
  try {
    const answer = await send(api.GET('/api/directory'))
    regions.value = answer.regions
    departments.value = answer.departments
  } catch (error) {
    reading = undefined // the next page that needs them asks again
    toast.problem(error)
  }
}

type Key = 'id' | 'path'
const branches = (nodes: { id: string; name: string; path: string; active: boolean }[], key: Key) =>
  tree(nodes.filter((n) => n.active)).map(function name(b): ReturnType<typeof tree>[number] {
    return { ...b, value: key === 'id' ? b.value : (nodes.find((n) => n.id === b.value)?.path ?? ''), children: b.children?.map(name) }
  })

/** Both trees of the organisation, read once for the page's life, with the names that go with ids and paths. */
export function useOrg() {
  reading ??= read()
  return {
    regions,
    departments,
    regionTree: (key: Key = 'id') => branches(regions.value, key),
    departmentTree: (key: Key = 'id') => branches(departments.value, key),
    regionName: (idOrPath: string) => regions.value.find((r) => r.id === idOrPath || r.path === idOrPath)?.name ?? '',
    departmentName: (idOrPath: string) => departments.value.find((d) => d.id === idOrPath || d.path === idOrPath)?.name ?? '',
    regionPath: (id: string) => regions.value.find((r) => r.id === id)?.path ?? '',
    /** Reads both trees again after a change. */
    refresh: () => (reading = read()),
  }
}
