import type { components } from '@/api/schema'
import { rulesOf } from '@/ui/rule/book'
import { t } from './words'

type Def = components['schemas']['PolicyDef']

/** A setting as it stands in one place: what it is, its value, and whose value that is ('' is the whole city's). */
export interface Setting extends Def {
  kind: 'int' | 'percent' | 'bool' | 'text' | 'enum' | 'list' | 'term' | 'daytime'
  value: string
  from: string
  /** 0 is the default that the program comes with. */
  version: number
}

export const settingOf = ({ def, ...standing }: components['schemas']['PolicyStanding']): Setting => ({ ...(def as Setting), ...standing })

const units = { workday: 'unitWorkday', day: 'unitDay', sameday: 'unitSameday' } as const

/** The codes in a list's text form. */
export const chosen = (text: string) => text.split(',').filter(Boolean)

/** A value as people read it: "5 workday" is 5个工作日. */
export function valueWords(s: Pick<Setting, 'kind' | 'unit' | 'options'>, text: string): string {
  switch (s.kind) {
    case 'bool':
      return t(text === 'true' ? 'yes' : 'no')
    case 'percent':
      return `${text}%`
    case 'enum':
    case 'list':
      return chosen(text).map((c) => s.options?.find((o) => o.value === c)?.label ?? c).join('、') || t('blank')
    case 'term': {
      const [amount = '', unit = ''] = text.split(' ')
      const word = unit in units ? t(units[unit as keyof typeof units]) : ''
      return unit === 'sameday' ? word : `${amount}${word}`
    }
    default:
      return text ? `${text}${s.unit}` : t('blank')
  }
}

/** The range of a value as the server checks it: 1—60日; '' where there is none. */
export function rangeWords({ kind, min, max, unit }: Pick<Setting, 'kind' | 'min' | 'max' | 'unit'>): string {
  const [low, high] = kind === 'percent' && !min && !max ? [0, 100] : kind === 'term' ? [Math.max(min, 1), max] : [min, max]
  if (!['int', 'percent', 'term', 'text'].includes(kind) || !high) return ''
  return `${low}—${high}${kind === 'percent' ? '%' : kind === 'text' ? t('letters') : kind === 'int' ? unit : ''}`
}

export const isChanged = (s: Setting) => s.version > 0

export interface Group {
  area: string
  label: string
  settings: Setting[]
}

const areas = ['hotline', 'approval', 'catalog', 'org.duty', 'org', 'insight', 'exchange', 'web'] as const

/** The settings under the headings of their areas; what belongs to none of them comes last. */
export function grouped(settings: Setting[], words: string, changed: boolean): Group[] {
  const parts = words.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const shown = settings.filter((s) => {
    const text = `${s.label}${s.help}${s.rule}${rulesOf(s.rule).map((r) => r.text)}`.toLowerCase()
    return parts.every((p) => text.includes(p)) && (!changed || isChanged(s))
  })
  const areaOf = (s: Setting) => areas.find((a) => s.key.startsWith(`${a}.`)) ?? 'other'
  return [...areas, 'other' as const]
    .map((area) => ({ area, label: t(`area.${area}`), settings: shown.filter((s) => areaOf(s) === area) }))
    .filter((g) => g.settings.length > 0)
}

type Version = components['schemas']['PolicyVersion']

/** The places that have a value of their own now, from everything that was ever set: the latest of each place counts. */
export function ownValues(history: Version[]): Version[] {
  const latest = new Map<string, Version>()
  for (const v of history) if (v.version > (latest.get(v.regionPath)?.version ?? 0)) latest.set(v.regionPath, v)
  return [...latest.values()].filter((v) => !v.cleared)
}
