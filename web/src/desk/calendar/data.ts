import { api, send } from '@/api/client'
import type { components } from '@/api/schema'
import type { Year } from './year'

/** One edit of the calendar. */
export type Version = components['schemas']['CalendarVersion']

export const years = (region: string) => send(api.GET('/api/calendar/years', { params: { query: { region: region || undefined } } })) as Promise<Year[]>
/** All edits, the latest first, with the names of those who made them. */
export const versions = () => send(api.GET('/api/calendar/versions'))
/** Proposes a year for a region, given by its path ('' is the whole country). */
export const propose = (region: string, year: Year, reason: string) => send(api.POST('/api/calendar/versions', { body: { region, year, reason } }))
/** The running limits whose end a version would move. */
export const preview = (version: number) => send(api.GET('/api/calendar/versions/{version}/moves', { params: { path: { version } } }))
export const approve = (version: number) => send(api.POST('/api/calendar/versions/{version}/approve', { params: { path: { version } } }))
