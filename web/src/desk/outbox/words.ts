import { texts } from '@/text/text'
import zh from '@/text/zh-CN/outbox'

export const t = texts('outbox', zh)

/** What a message is about; one that is not known is called so, never by its code. */
export function topicName(topic: string): string {
  const key = `topic.${topic}` as keyof typeof zh
  return key in zh ? (zh[key] as string) : t('other')
}
