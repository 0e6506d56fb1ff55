import { texts } from '@/text/text'
import zh from '@/text/zh-CN/api'

const t = texts('api', zh)

export interface FieldError {
  name: string
  message: string
}

/** What the server sends when it refuses (RFC 9457, application/problem+json). */
interface Body {
  title?: string
  detail?: string
  code?: string
  rule?: string
  ruleText?: string
  errors?: ({ name?: string; location?: string; message?: string } | null)[] | null
}

/** A refusal that can be shown as it is. `status` 0 means that the server was not reached. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly code = '',
    readonly fields: FieldError[] = [],
    readonly rule = '',
    readonly ruleText = '',
  ) {
    super(detail || title)
    this.name = 'Problem'
  }

  get offline() {
    return this.status === 0
  }
  get sessionEnded() {
    return this.status === 401
  }
  get refused() {
    return this.status === 403
  }
  get notFound() {
    return this.status === 404
  }
  /** Someone else was first; the page has to be loaded again before the action can be repeated. */
  get conflict() {
    return this.status === 409 || this.status === 412
  }

  /** The sentence that belongs to one field of a form, or ''. */
  field(name: string): string {
    return this.fields.find((f) => f.name === name)?.message ?? ''
  }
}

export function offlineProblem(): Problem {
  return new Problem(0, t('offlineTitle'), t('offline'), 'offline')
}

/** Reads a refusal out of an answer's text, whatever stands in it: a proxy may have answered with a page of its own. */
export function toProblem(status: number, text: string): Problem {
  let body: Body = {}
  try {
    body = (JSON.parse(text) as Body) ?? {}
  } catch {
    // not JSON: the sentences below stand in
  }
  const conflict = status === 409 || status === 412
  const fields = (body.errors ?? []).flatMap((e) =>
    e?.message ? [{ name: e.name ?? e.location?.replace(/^body\./, '') ?? '', message: e.message }] : [],
  )
  return new Problem(
    status,
    conflict ? t('conflictTitle') : body.title || t('unknownTitle'),
    body.detail || (conflict ? t('conflict') : status === 413 ? t('tooLarge') : fields.length ? '' : t('unknown')),
    body.code,
    fields,
    body.rule,
    body.ruleText,
  )
}

/** Any thrown value as a Problem, so that every failure can be shown the same way. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(500, t('unknownTitle'), t('unknown'), 'client')
}
