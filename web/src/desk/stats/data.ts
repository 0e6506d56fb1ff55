import { call } from '@/api/loose'
import type { Page } from '@/ui/table/rows'
import type { Row as OrderRow } from '../orders/types'
import type { Period } from './period'

/** What a figure counts. */
export type Scope = Period & { dept: string; region: string; kind: string }

export interface Formula {
  key: string
  name: string
  sentence: string
  numerator: string
  denominator: string
  rule: string
  version: number
}

/** One rate. `rate` is in per cent, null when there is nothing to divide by. */
export interface Figure {
  key: string
  numerator: number
  denominator: number
  rate: number | null
  rank?: number
  small?: boolean
}

export interface Row {
  key: string
  name: string
  counts: Record<string, number>
  figures: Figure[]
}

export interface Table {
  formulas: Formula[]
  rows: Row[]
  total: Row
  standing: { at?: string; building: boolean }
  asOf: string
}

export interface Point {
  from: string
  to: string
  counts: Record<string, number>
  done: number
  figures: Figure[]
}

export interface Share {
  key: string
  name: string
  count: number
  percent: number
}

export interface Topic {
  word: string
  count: number
  countBefore: number
  share: number
  before: number
}

export interface Topics {
  rising: Topic[]
  categories: Topic[]
  places: Topic[]
}

export interface Load {
  person: string
  name: string
  day?: string
  hour: number
  taken: number
  revisits: number
}

export interface Warning {
  dept: string
  name: string
  unsigned: number
  unsignedLate: number
  late: number
  lastSeen?: string
  idleDays: number
  idle: boolean
}

export interface Conduct {
  dept: string
  name: string
  urges: number
  urgeNotices: number
  citizenUrges: number
  notices: number
  circulars: number
  redos: number
  returns: number
}

export interface UnitDay {
  day: string
  people: number
  unsigned: string[]
  online: boolean
}

const params = (scope: Scope, more: Record<string, string | boolean | undefined> = {}) => {
  const query = Object.fromEntries(Object.entries({ ...scope, ...more }).filter(([, v]) => v !== '' && v !== undefined))
  return { params: { query } }
}

export const rates = (s: Scope, by: string, sort: string) => call<Table>('GET', '/api/stats/rates', params(s, { by, sort }))
export const trend = (s: Scope, step: string) => call<Point[]>('GET', '/api/stats/trend', params(s, { step }))
export const spread = (s: Scope, by: string) => call<Share[]>('GET', '/api/stats/spread', params(s, { by }))
export const topics = (s: Scope) => call<Topics>('GET', '/api/stats/topics', params(s))
export const loads = (s: Scope, hourly: boolean) => call<Load[]>('GET', '/api/stats/loads', params(s, { hourly }))
export const conducts = (s: Scope) => call<Conduct[]>('GET', '/api/stats/conducts', params(s))
export const warnings = () => call<Warning[]>('GET', '/api/stats/warnings')
export const unitDays = (s: Scope) => call<UnitDay[]>('GET', '/api/stats/days', params(s))

/** What opens a list: a part of a figure, a mark, or a topic. */
export type Opened = { figure: string; part: string; topic: string; word: string }
export const list = (s: Scope, o: Opened, after: string) =>
  call<Page<OrderRow>>('GET', '/api/stats/orders', params(s, { ...o, after }))

export function exportUrl(s: Scope, by: string): string {
  const query = new URLSearchParams(Object.entries({ ...s, by }).filter(([, v]) => v !== ''))
  return `/api/stats/export?${query.toString()}`
}
