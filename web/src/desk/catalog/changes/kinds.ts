import { t } from '../words'

/** What each kind of change does, in one sentence. */
const hints: Record<string, () => string> = {
  publish: () => t('hint.publish'),
  revise: () => t('hint.revise'),
  fee: () => t('hint.fee'),
  suspend: () => t('hint.suspend'),
  resume: () => t('hint.resume'),
  cancel: () => t('hint.cancel'),
  devolve: () => t('hint.devolve'),
  takeover: () => t('hint.takeover'),
}

export const hintOf = (kind: string): string => hints[kind]?.() ?? ''

/** The kinds that bring a record, that is, another version. */
export const speaks = (kind: string): boolean => ['publish', 'revise', 'fee', 'takeover'].includes(kind)

const begins: Record<string, string[]> = {
  drafted: ['publish', 'takeover'],
  published: ['revise', 'fee', 'devolve', 'suspend', 'cancel'],
  suspended: ['revise', 'fee', 'resume', 'cancel'],
  cancelled: [],
}

/** What may be proposed for an item as it stands (CAT-10); nothing while a change is under way (CAT-09). */
export const proposable = (item: { status: string; change?: string }): string[] => (item.change ? [] : (begins[item.status] ?? []))
