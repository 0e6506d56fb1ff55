import type { BoxCount } from '../../case/types'
import { calls } from '../calls'
import { t } from '../words'

/** A list of changes that somebody works off. `needs` is the permission of those whose turn it is. */
export interface Box {
  key: string
  label: string
  states: string[]
  needs: string[]
}

const approvers = ['catalog.fee.centre', 'catalog.fee.finance', 'catalog.fee.price']

export const boxes: Box[] = [
  { key: 'drafting', label: t('box.drafting'), states: ['drafting'], needs: ['catalog.edit'] },
  { key: 'reviewing', label: t('box.reviewing'), states: ['reviewing'], needs: ['catalog.review', 'catalog.edit'] },
  { key: 'approving', label: t('box.approving'), states: ['approving'], needs: [...approvers, 'catalog.edit'] },
]
export const closed: Box = { key: 'closed', label: t('box.closed'), states: ['effected', 'rejected', 'withdrawn'], needs: [] }

/** The lists whose work is this person's, first those where it is his turn: a reviewer reviews before he drafts. */
export function mine(may: (permission: string) => boolean): Box[] {
  const own = boxes.filter((b) => b.needs.some(may))
  const turn = (b: Box) => (may(b.needs[0]!) && b.key !== 'drafting' ? 0 : b.needs.some((n) => n !== 'catalog.edit' && may(n)) ? 0 : b.key === 'drafting' ? 1 : 2)
  return [...own].sort((a, b) => turn(a) - turn(b))
}

/** How many changes wait in each list. */
export const counted = (of: Box[]): Promise<BoxCount[]> => Promise.all(of.map(async (b) => ({ key: b.key, label: b.label, count: await size(b), late: 0 })))

async function size(box: Box): Promise<number> {
  let n = 0
  let after = ''
  do {
    const page = await calls.changes({ states: box.states, size: 100 }, after)
    n += page.items.length
    after = page.next
  } while (after)
  return n
}
