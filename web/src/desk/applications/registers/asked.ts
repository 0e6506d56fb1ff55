import type { RegisterQuery } from '../calls'

/** The question to the server: only what narrows. */
export const asked = (filters: Record<string, string>): RegisterQuery => Object.fromEntries(Object.entries(filters).filter(([, v]) => v))
