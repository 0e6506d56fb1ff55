import type { components } from '@/api/schema'
import type { StripDay } from '@/ui/deadline/days'
import type { Standing } from '@/ui/deadline/standing'

type S = components['schemas']

/** The description of the API calls a few closed words plain strings; here they are what the interface's parts expect. */
export type Exact<T> = Omit<T, 'standing' | 'strip'> & (T extends { standing: unknown } ? { standing: Standing } : { standing?: Standing }) & (T extends { strip: unknown } ? { strip: StripDay[] } : unknown)

export type Meter = Exact<S['MeterView']>
export type Happening = Pick<S['Happening'], 'seq' | 'at' | 'action' | 'label' | 'who' | 'onBehalf' | 'authority' | 'from' | 'to' | 'dept' | 'facts' | 'hash'>
export type Kept = S['File']
export type BoxCount = S['BoxCount']
/** An official paper on a case. `who` issued it, in words. */
export interface Paper {
  id: string
  label: string
  number: string
  who: string
  at: string
}

/** One thing that was written down beside the case. */
export interface Record {
  head: string
  /** Who and when. */
  meta: string
  lines: { label?: string; text: string }[]
  tone?: 'green' | 'amber' | 'red' | 'grey'
}

export interface Section {
  key: string
  title: string
  rows: Record[]
}
