import type { Poster } from '../types'

/** The elements of a published template of which the item says nothing yet (GAP-20). */
export const lacking = (p: Poster): string[] => p.elements.filter((e) => !e.text.trim()).map((e) => e.label)
