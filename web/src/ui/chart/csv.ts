import { saveFile } from '../saveFile'
import type { Series } from './figures'

/** A cell of plain text that no spreadsheet takes for a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
  return `"${safe.replace(/"/g, '""')}"`
}

/** A table of figures as plain text, marked as UTF-8 so that Excel reads it right. What is missing stays empty. */
export function csv(head: string, x: string[], series: Series[]): string {
  const rows = x.map((name, i) => [cell(name), ...series.map((s) => s.values[i] ?? '')])
  return `\uFEFF${[[head, ...series.map((s) => s.name)].map(cell), ...rows].map((r) => r.join(',')).join('\r\n')}\r\n`
}

export const save = (text: string, name: string) => saveFile(new Blob([text], { type: 'text/csv;charset=utf-8' }), name)
