import { isoDay } from '@/ui/format'
import { now } from '@/ui/now'
import { useUrlState } from '@/ui/urlState'

/** The days that a register is read for, in the address: this month until one chooses, and what else narrows it. */
export function useSpan<S extends Record<string, string>>(more: S) {
  const today = isoDay(now())
  return useUrlState({ from: `${today.slice(0, 7)}-01`, to: today, ...more })
}
