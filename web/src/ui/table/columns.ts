/** A column of a DataTable. The slot `cell-<key>` draws it; without one the row's own value is shown. */
export interface Column {
  key: string
  title: string
  /** A CSS width such as '9rem'; without one the column takes what is left. */
  width?: string
  align?: 'start' | 'end'
  /** Figures of the same width, for numbers and times. */
  figures?: boolean
  /** The cell that leads to the record; without one it is the first. */
  link?: boolean
  /** Not shown on a phone, where each row is a card. */
  wideOnly?: boolean
}
