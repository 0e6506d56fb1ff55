import type { components } from '@/api/schema'
import type { StripDay } from '@/ui/deadline/days'
import type { Standing } from '@/ui/deadline/standing'

type S = components['schemas']

// The description of the API calls a few closed words plain strings; here they are what the interface's parts expect.
type Exact<T> = Omit<T, 'standing' | 'strip'> & (T extends { standing: unknown } ? { standing: Standing } : { standing?: Standing }) & (T extends { strip: unknown } ? { strip: StripDay[] } : unknown)

export type Row = Exact<S['Row']>
export type Meter = Exact<S['MeterView']>
export type Task = Exact<S['Task']>
export type Order = Omit<Exact<S['View']>, 'meters' | 'tasks'> & { meters: Meter[]; tasks: Task[] }
export type Similar = Omit<S['Similar'], 'earlier' | 'alike'> & { earlier: Row[]; alike: (Row & { share: number })[] }
export type Advice = S['Advice']
export type Happening = S['Happening']
export type Paper = S['Document']
export type File = S['File']
export type Ref = S['Ref']
export type BoxCount = S['BoxCount']
export type Dispatched = S['Bulk']
export type Caller = S['Caller']
export type Copy = S['Copy']
export type Notice = S['Notice']
export type Words = S['OrderWords']

/** An order as it was shown, to be acted on in that version. */
export type Seen = S['Seen'] & { number: string; title: string }
