import { api, send } from './client'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export function call<T>(method: Method, path: string, options: Record<string, unknown> = {}): Promise<T> {
  return send<T>((api as unknown as Record<Method, (p: string, o: unknown) => Promise<{ data?: T }>>)[method](path, options))
}
