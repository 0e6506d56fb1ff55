import type { StripDay } from '@/ui/deadline/days'
import type { Standing } from '@/ui/deadline/standing'

export interface Row {
  id: string
  number: string
  version: number
  title: string
  kind: string
  kindLabel: string
  state: string
  stateLabel: string
  channel: string
  region: string
  place: string
  dept: string
  assignee?: string
  opened: string
  changed: string
  closed?: string
  due?: string
  meter?: string
  standing?: Standing
  important?: boolean
  major?: boolean
  tracked?: string
  urges?: number
  redos?: number
  group?: string
}

export interface Action {
  name: string
  label: string
  rule?: string
}

export interface Step {
  kind: string
  date: string
  to: string
  text: string
  rule?: string
}

export interface Meter {
  name: string
  label: string
  round: number
  start: string
  due: string
  stop?: string
  standing: Standing
  why: string
  steps: Step[]
  strip: StripDay[]
}

export interface Happening {
  seq: number
  at: string
  action: string
  label: string
  who: string
  onBehalf?: string
  authority?: string
  from?: string
  to: string
  dept?: string
  evidence?: string[]
  facts?: unknown
  hash: string
}

export interface Reply {
  id: string
  round: number
  dept: string
  text: string
  result: string
  grade?: string
  contact?: string
  draft?: boolean
  legal?: string
  signed?: string
  by: string
  at: string
}

export interface Task {
  id: string
  number: string
  version: number
  dept: string
  state: string
  stateLabel: string
  due: string
  standing: Standing
  reply?: string
  actions: Action[]
}

export interface Returned {
  dept: string
  ground: string
  reason: string
  basis: string
  proposed?: string
  by: string
  at: string
  ruling?: string
  ruledTo?: string
  why?: string
  ruledBy?: string
  ruledAt?: string
}

export interface Plea {
  amount: number
  promised: string
  statutory: string
  basis: string
  reason: string
  by: string
  at: string
  ruling?: string
  why?: string
  ruledBy?: string
  toldAt?: string
  toldHow?: string
}

export interface Remark {
  text: string
  by: string
  at: string
  public?: boolean
}

export interface Paper {
  id: string
  kind: string
  label: string
  number: string
  dept: string
  issuedBy: string
  issuedAt: string
}

export interface Order extends Row {
  body: string
  channelKey: string
  regionCode: string
  category: string
  leadId?: string
  assigneeId?: string
  caller: { name: string; phone: string; idNumber?: string; confidential?: boolean; earlier: number }
  outcome?: string
  refusal?: string
  overdueMark?: string
  closingMark?: string
  firstGrade?: string
  secondGrade?: string
  meters: Meter[]
  timeline: Happening[]
  replies: Reply[]
  tasks: Task[]
  returns: Returned[]
  extensions: Plea[]
  urging: { how: string; late: boolean; note?: string; by: string; at: string }[]
  explanations: Remark[]
  documents: Paper[]
  revisits: { how: string; reached: boolean; grade?: string; cause?: string; note?: string; by: string; at: string }[]
  filings: { body: string; round: number; sentAt: string; receipt?: string; filedAt?: string }[]
  emergency: { step: string; happened: string; note?: string; by: string; at: string }[]
  notes: Remark[]
  actions: Action[]
}

export interface BoxCount {
  key: string
  label: string
  count: number
  late: number
}

export interface Ref {
  id: string
  number: string
  state: string
  version: number
}

/** An order as it was shown, to be acted on in that version. */
export interface Seen {
  id: string
  version: number
  number: string
  title: string
}

/** What became of one order of many. */
export interface Dispatched {
  id: string
  ref?: Ref
  error?: string
}

/** A place or an office as the server lists it, parents before children. */
export interface Node {
  id: string
  name: string
  path: string
}

export interface Person {
  id: string
  name: string
  post?: string
}

export interface Caller {
  name: string
  phone: string
  idNumber?: string
  address?: string
  confidential?: boolean
}

export interface File {
  id: string
  name: string
  type: string
  size: number
  hash: string
  addedBy: string
  addedAt: string
  visibility: string
}

/** The closed lists of the hotline. */
export type Words = Record<
  'kinds' | 'channels' | 'dispositions' | 'refusals' | 'grounds' | 'results' | 'revisitWays' | 'causes' | 'emergencySteps' | 'urgeWays' | 'grades' | 'states' | 'boxes',
  { key: string; label: string }[]
>

export interface Advice {
  dept?: string
  deptId?: string
  level?: string
  advice?: string
  why: string
}

export interface Similar {
  earlier: Row[]
  alike: (Row & { share: number })[]
  suggested: Advice[]
}

export interface Copy {
  order: string
  number: string
  title: string
  dept: string
  reason: string
  at: string
}

/** Something the reader was told about an order. */
export interface Notice {
  id: string
  kind: string
  text: string
  order: string
  number: string
  title: string
  at: string
  readAt?: string
}

export interface OnDuty {
  department: string
  departmentName: string
  personName: string
  leaderName: string
  to: string
}
