import { t } from './words'

/** The five answers, best first. `mouth` is the curve of the face's mouth. */
export const grades = [
  { key: 'very_satisfied', label: t('gradeVerySatisfied'), mouth: 'M14 27c3 8 17 8 20 0z', bad: false },
  { key: 'satisfied', label: t('gradeSatisfied'), mouth: 'M15 28c3 6 15 6 18 0', bad: false },
  { key: 'fair', label: t('gradeFair'), mouth: 'M15 30h18', bad: false },
  { key: 'dissatisfied', label: t('gradeDissatisfied'), mouth: 'M15 33c3-6 15-6 18 0', bad: true },
  { key: 'very_dissatisfied', label: t('gradeVeryDissatisfied'), mouth: 'M14 35c3-9 17-9 20 0z', bad: true },
] as const

export const isBad = (key: string) => grades.some((g) => g.key === key && g.bad)
