import { texts } from '@/text/text'
import zh from '@/text/zh-CN/people'

export const t = texts('people', zh)

/** The entries of a closed list as choices: kinds of department, levels of region. */
export function listed(list: 'kind' | 'level'): { value: string; label: string }[] {
  return Object.entries(zh)
    .filter(([key]) => key.startsWith(`${list}.`))
    .map(([key, label]) => ({ value: key.slice(list.length + 1), label }))
}

export const labelOf = (list: 'kind' | 'level', key: string) => listed(list).find((x) => x.value === key)?.label ?? ''
