import { api, send } from '@/api/client'
import type { components } from '@/api/schema'
import type { Page } from '@/ui/table/rows'
import type { Row as OrderRow } from '../orders/types'
import type { Period } from './period'

/** What a figure counts. */
export type Scope = Period & { dept: string; region: string; kind: string }

type Schemas = components['schemas']
export type Formula = Schemas['StatsFormula']
/** One rate. `rate` is in per cent, null when there is nothing to divide by. */
export type Figure = Schemas['StatsFigure']
export type Row = Schemas['StatsRow']
export type Table = Schemas['StatsTable']
export type Point = Schemas['StatsPoint']
export type Topic = Schemas['StatsTopic']
export type Load = Schemas['StatsLoad']
export type Warning = Schemas['StatsWarning']
export type Conduct = Schemas['StatsConduct']
/** What a list of orders is about beside the orders. */
export type About = Schemas['About']

/** What opens a list: a part of a figure, a mark, or a topic. */
export type Opened = { figure: string; part: string; topic: string; word: string }

/** What is empty is left out. */
const asked = <Q extends Record<string, string | boolean>>(query: Q) => ({ params: { query: Object.fromEntries(Object.entries(query).filter(([, v]) => v !== '')) as Q } })

export const rates = (s: Scope, by: string, sort: string) => send(api.GET('/api/stats/rates', asked({ ...s, by: by as 'dept', sort })))
export const trend = (s: Scope, step: string) => send(api.GET('/api/stats/trend', asked({ ...s, step: step as 'day' })))
export const spread = (s: Scope, by: 'kind' | 'channel' | 'region' | 'category') => send(api.GET('/api/stats/spread', asked({ ...s, by })))
export const topics = (s: Scope) => send(api.GET('/api/stats/topics', asked(s)))
export const loads = (s: Scope, hourly: boolean) => send(api.GET('/api/stats/loads', asked({ ...s, hourly })))
export const conducts = (s: Scope) => send(api.GET('/api/stats/conducts', asked(s)))
export const warnings = () => send(api.GET('/api/stats/warnings'))
export const unitDays = (s: Scope) => send(api.GET('/api/stats/days', asked(s)))
export const list = (s: Scope, { figure, part, topic, word }: Opened, after: string) =>
  send(api.GET('/api/stats/orders', asked({ ...s, figure, part: part as 'rest', topic: topic as 'word', word, after }))) as Promise<Page<OrderRow> & { about: About }>

const exporting = '/api/stats/export'
/** Starts to write a ranking. */
export const exportRanking = (s: Scope, format: 'xlsx' | 'csv', by: string, sort: string) => send(api.POST(exporting, asked({ ...s, by: by as 'dept', sort, format })))
/** Starts to write one of the tables beside the ranking. */
export const exportTable = (s: Scope, format: 'xlsx' | 'csv', table: 'conducts' | 'warnings' | 'days' | 'loads' | 'spread') => send(api.POST(exporting, asked({ ...s, table, format })))
/** Starts to write the orders that a figure counts. */
export const exportList = (s: Scope, format: 'xlsx' | 'csv', { figure, part, topic, word }: Opened) =>
  send(api.POST(exporting, asked({ ...s, figure, part: part as 'rest', topic: topic as 'word', word, format })))
