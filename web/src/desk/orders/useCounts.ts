import { useLive } from '@/live/live'
import { useLoad } from '@/ui/state/load'
import { calls } from './calls'
import { settled } from '../case/settled'

/** The person's work lists with their sizes, kept up to date while the component lives. */
export function useCounts() {
  const counts = useLoad(calls.counts)
  useLive('order', settled(() => void counts.reload(), 1500), () => void counts.reload())
  return counts
}
