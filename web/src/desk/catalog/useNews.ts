import { useLive } from '@/live/live'
import { settled } from '../case/settled'

/** Reads again when a change of the catalogue, or an item, is no longer as it was; with an id, only of that one. */
export function useNews(topic: 'change' | 'item', reload: () => void, id?: string) {
  const news = settled(reload, 800)
  useLive<{ id: string }>(topic, (e) => (!id || e.id === id) && news(), news)
}
