import { api, send } from '@/api/client'
import { settingOf } from './setting'

/** Every setting as it stands in a region, given by its path ('' is the whole city). */
export const settings = async (region: string) => (await send(api.GET('/api/policy', { params: { query: { region: region || undefined } } }))).map(settingOf)
export const history = (key: string) => send(api.GET('/api/policy/history', { params: { query: { key } } }))
export const setValue = (key: string, region: string, value: string, reason: string) => send(api.POST('/api/policy/set', { body: { key, region, value, reason } }))
export const clearValue = (key: string, region: string, reason: string) => send(api.POST('/api/policy/clear', { body: { key, region, reason } }))
