/** One of a few choices. */
export interface Option {
  value: string | boolean
  label: string
}
