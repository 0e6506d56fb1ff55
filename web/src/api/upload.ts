import { texts } from '@/text/text'
import zh from '@/text/zh-CN/api'
import { newKey, sessionEnded } from './client'
import { asProblem, offlineProblem, Problem, toProblem } from './problem'

const t = texts('api', zh)

export interface Sending<T> {
  done: Promise<T>
  stop: () => void
}

/**
 * Sends one file as multipart field `file`, after the other fields, and reports how much has gone (0–1). XMLHttpRequest,
 * because fetch does not tell progress. The promise rejects with a Problem.
 */
export function upload<T>(url: string, file: File, onProgress: (part: number) => void, fields: Record<string, string> = {}): Sending<T> {
  const request = new XMLHttpRequest()
  const done = new Promise<T>((resolve, reject) => {
    request.open('POST', url)
    request.setRequestHeader('Idempotency-Key', newKey())
    request.upload.onprogress = (e) => e.lengthComputable && onProgress(e.loaded / e.total)
    request.onerror = () => reject(offlineProblem())
    request.onabort = () => reject(new Problem(0, t('stopped'), '', 'stopped'))
    request.onload = () => {
      if (request.status === 401) sessionEnded()
      if (request.status >= 300) return reject(toProblem(request.status, request.responseText))
      try {
        resolve((request.responseText ? JSON.parse(request.responseText) : undefined) as T)
      } catch (error) {
        reject(asProblem(error))
      }
    }
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', file)
    request.send(form)
  })
  return { done, stop: () => request.abort() }
}
