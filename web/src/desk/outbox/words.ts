import { texts } from '@/text/text'
import zh from '@/text/zh-CN/outbox'

export const t = texts('outbox', zh)

/** The page of what a message is about, by its topic; undefined where the reader may not open it. */
export function pageOf(topic: string, id: string, may: (permission: string) => boolean): string | undefined {
  const [permission, path] = topic.startsWith('approval.') ? ['application.view', 'applications'] : ['order.view', 'orders']
  return id && may(permission) ? `/${path}/${id}` : undefined
}
