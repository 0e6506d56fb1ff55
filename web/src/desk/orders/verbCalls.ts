import { api, send } from '@/api/client'
import type { paths } from '@/api/schema'

type Body<P extends keyof paths> = paths[P] extends { post: { requestBody: { content: { 'application/json': infer B } } } } ? B : never
/** Where a verb is done to an order in the version that was seen. */
type VerbPath = { [P in keyof paths]: P extends `/api/orders/{id}/${string}` ? (Body<P> extends { version: number } ? P : never) : never }[keyof paths]
type Named<S extends string> = S extends `${infer A}-${infer B}` ? `${A}_${Named<B>}` : S

/** The verbs of an order, as its flow names them. */
export type VerbName<P extends VerbPath = VerbPath> = P extends `/api/orders/{id}/${infer V}` ? Named<V> : never
type PathOf<V extends VerbName> = { [P in VerbPath]: V extends VerbName<P> ? P : never }[VerbPath]
/** What a verb asks, besides the version that was seen. */
export type Answers<V extends VerbName> = Omit<Body<PathOf<V>>, 'version'>

/** Does a verb to an order, or to an assisting task, in the version that was seen. */
export function act<V extends VerbName>(id: string, verb: V, version: number, answers: Answers<V>) {
  const path = `/api/orders/{id}/${verb.replace(/_/g, '-')}` as '/api/orders/{id}/note' // all of one form; Answers has checked the rest
  return send(api.POST(path, { params: { path: { id } }, body: { version, ...answers } as unknown as Body<'/api/orders/{id}/note'> }))
}
