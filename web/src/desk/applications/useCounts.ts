import { useLive } from '@/live/live'
import { useLoad } from '@/ui/state/load'
import { settled } from '../case/settled'
import { calls } from './calls'

/** The person's work lists on applications with their sizes, kept up to date while the component lives. */
export function useCounts() {
  const counts = useLoad(calls.counts)
  useLive('application', settled(() => void counts.reload(), 1500), () => void counts.reload())
  return counts
}
