/** What became of an imported file, as its job tells. */
export interface Outcome {
  read: number
  created: number
  unchanged: number
  refusedRows: number
  refused: { reason: string; label: string; count: number; rows: number[] }[]
  onTime: number
  late: number
  lateness: { median: number; p90: number; worst: number }
  provisional: number
}
