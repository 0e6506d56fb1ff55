// Dates, numbers and durations as people write them. All times are China time whatever zone the browser is set to.

export type Instant = string | number | Date

const hour = 3_600_000
const dayLength = 24 * hour
const weekdays = ['日', '一', '二', '三', '四', '五', '六'] as const

/** The fields of an instant in China time. A plain day ("2026-11-21") is its midnight. */
function parts(v: Instant) {
  const day = typeof v === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(v)
  const d = new Date((day ? Date.parse(`${v}T00:00:00+08:00`) : new Date(v).getTime()) + 8 * hour)
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    weekday: weekdays[d.getUTCDay()]!,
    time: `${String(d.getUTCHours()).padStart(2, '0')}:${String(d.getUTCMinutes()).padStart(2, '0')}`,
    number: Math.floor(d.getTime() / dayLength),
  }
}

/** 11月21日 */
export function monthDay(v: Instant): string {
  const p = parts(v)
  return `${p.month}月${p.day}日`
}

/** 2026年11月21日 */
export function fullDate(v: Instant): string {
  return `${parts(v).year}年${monthDay(v)}`
}

/** 2026年11月21日 14:30 */
export function fullTime(v: Instant): string {
  return `${fullDate(v)} ${parts(v).time}`
}

/** 周六 */
export function weekday(v: Instant): string {
  return `周${parts(v).weekday}`
}

/** The day as the API writes it: 2026-11-21. */
export function isoDay(v: Instant): string {
  const p = parts(v)
  return `${p.year}-${String(p.month).padStart(2, '0')}-${String(p.day).padStart(2, '0')}`
}

const near: Record<number, string> = { [-1]: '昨天', 0: '今天', 1: '明天', 2: '后天' }

/** The shortest unmistakable form: 今天14:30, 11月21日 14:30 in the same year, otherwise with the year. */
export function moment(v: Instant, now: Instant): string {
  const p = parts(v)
  const n = parts(now)
  const word = near[p.number - n.number]
  if (word) return word + p.time
  return p.year === n.year ? `${monthDay(v)} ${p.time}` : fullTime(v)
}

/** The end of a term as people say it: its last instant is 今天24:00 or 11月24日24:00, not 00:00 of the day after. */
export function deadline(v: Instant, now: Instant): string {
  if (parts(v).time !== '00:00') return moment(v, now)
  return moment(new Date(v).getTime() - 60_000, now).replace(/ ?23:59$/, '24:00')
}

/** An instant as a field of a form holds it, in China time: 2026-11-21T17:30. */
export function localTime(v: Instant): string {
  return `${isoDay(v)}T${parts(v).time}`
}

/** The instant of such a field. */
export function instantOf(local: string): string {
  return `${local}:00+08:00`
}

/** A length of time in its largest unit: 不到1分钟, 5分钟, 3小时, 2天. Takes milliseconds. */
export function about(ms: number): string {
  if (ms < 60_000) return '不到1分钟'
  if (ms < hour) return `${Math.floor(ms / 60_000)}分钟`
  return ms < dayLength ? `${Math.floor(ms / hour)}小时` : `${Math.floor(ms / dayLength)}天`
}

/** How far away, clocks that differ by seconds being no future: 刚刚, 5分钟前, 3小时后, 2天前; beyond thirty days the date. */
export function ago(v: Instant, now: Instant): string {
  const span = new Date(now).getTime() - new Date(v).getTime()
  const size = Math.abs(span)
  if (size < 60_000) return '刚刚'
  return size < 30 * dayLength ? about(size) + (span >= 0 ? '前' : '后') : fullDate(v)
}

/** The two largest units: 2天3小时, 1小时5分钟, 45秒. Takes milliseconds. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const units: [number, string][] = [[86_400, '天'], [3600, '小时'], [60, '分钟'], [1, '秒']]
  const first = units.findIndex(([size]) => seconds >= size)
  if (first < 0) return '0秒'
  const [size, name] = units[first]!
  const next = units[first + 1]
  const rest = next ? Math.floor((seconds % size) / next[0]) : 0
  return `${Math.floor(seconds / size)}${name}${next && rest ? rest + next[1] : ''}`
}

const none = '—'

/** 12,345,678; at most two decimals. */
export function number(n: number | null | undefined): string {
  return n == null ? none : n.toLocaleString('en-US', { maximumFractionDigits: 2 })
}

/** A ratio (0–1) with two decimals: 97.35%. No denominator, no figure: null is shown as —. */
export function percent(ratio: number | null | undefined): string {
  return ratio == null ? none : `${(ratio * 100).toFixed(2)}%`
}

/** 1.2 MB, 640 KB */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${number(Math.round((bytes / 1024 / 1024) * 10) / 10)} MB`
}

/** What was paid, given in fen, in yuan: 10.00 */
export function yuan(fen: number): string {
  return (fen / 100).toFixed(2)
}
