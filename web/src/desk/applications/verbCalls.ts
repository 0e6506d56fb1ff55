import { api, send } from '@/api/client'
import type { paths } from '@/api/schema'
import type { Values } from '../case/verb'
import type { Ref } from './types'

type VerbPath = keyof paths & `/api/${'applications' | 'opinions' | 'checks'}/{id}/${string}`

/** Verbs that the page knows by another name than their address: a step's are one, and a signature is a decision. */
const finish = ['review', 'verify', 'check', 'survey', 'publish', 'opinions', 'meeting', 'superior']

/** Where a verb of an application, an opinion or a check is done. */
export function pathOf(kind: 'applications' | 'opinions' | 'checks', verb: string): VerbPath {
  const name = kind === 'applications' && finish.includes(verb) ? 'finish_step' : verb === 'sign' ? 'decide' : verb
  return `/api/${kind}/{id}/${name.replace(/_/g, '-')}` as VerbPath
}

/** Does a verb in the version that was seen. The dialogs ask what the verb wants; the server looks at every answer. */
export function act(kind: 'applications' | 'opinions' | 'checks', id: string, verb: string, version: number, answers: Values): Promise<Ref> {
  const path = pathOf(kind, verb) as '/api/applications/{id}/note' // all of one form
  return send(api.POST(path, { params: { path: { id } }, body: { version, ...answers } as unknown as { version: number; text: string } }))
}
