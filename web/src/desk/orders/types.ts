import type { components } from '@/api/schema'
import type { Exact, Meter } from '../case/types'

type S = components['schemas']

export type Row = Exact<S['Row']>
export type Task = Exact<S['Task']>
export type Order = Omit<Exact<S['View']>, 'meters' | 'tasks'> & { meters: Meter[]; tasks: Task[] }
export type Similar = Omit<S['Similar'], 'earlier' | 'alike'> & { earlier: Row[]; alike: (Row & { share: number })[] }
export type Advice = S['Advice']
export type Ref = S['Ref']
export type Dispatched = S['Bulk']
export type Caller = S['Caller']
export type Copy = S['Copy']
export type Notice = S['Notice']
export type Words = S['OrderWords']

/** An order as it was shown, to be acted on in that version. */
export type Seen = S['Seen'] & { number: string; title: string }
