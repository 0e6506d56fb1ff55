import type { Row } from '../types'

/** The page of what a row of a list is about: an application, or what holds several together. */
export const rowPage = (r: Pick<Row, 'application' | 'class'>) => (r.class === 'bundle' || r.class === 'project' ? `/joints/${r.application}` : `/applications/${r.application}`)
