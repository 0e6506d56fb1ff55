import { offered, sorted, type Offer, type Verb } from '../case/verb'
import { choices, named, type Joint } from './data'
import { t } from './words'

const why = { key: 'why', label: t('reason'), kind: 'long', required: true, max: 2000 } as const
const person = { key: 'person', label: t('person'), kind: 'person', required: true } as const

/** What an official may do to a bundle or a project, by the name its flow gives it. */
const verbs: Record<string, Verb<Joint>> = {
  set_stage: {
    hint: t('hintStage'),
    fields: [{ key: 'stage', label: t('stage'), kind: 'choice', options: () => choices('stages'), required: true }, { key: 'state', label: t('state'), kind: 'choice', options: () => choices('stageStates'), required: true }],
  },
  urge_member: { hint: t('hintUrge'), fields: [{ key: 'item', label: t('parts'), kind: 'choice', options: (j) => under(j), required: true }, { key: 'text', label: t('urgeText'), kind: 'long', required: true, max: 2000 }], fits: (j) => under(j).length > 0 },
  log_issue: { hint: t('hintLog'), fields: [{ key: 'kind', label: t('kind'), kind: 'choice', options: () => choices('issues'), required: true }, { key: 'text', label: t('text'), kind: 'long', required: true, max: 2000 }] },
  settle_issue: {
    hint: t('hintSettle'),
    fields: [{ key: 'issue', label: t('issue'), kind: 'choice', options: (j) => open(j).map((i) => ({ value: i.id, label: `${named('issues', i.kind)}：${i.text.slice(0, 20)}` })), required: true }, { key: 'result', label: t('result'), kind: 'long', required: true, max: 2000 }],
    fits: (j) => open(j).length > 0,
  },
  hold_member: {
    hint: t('hintHold'),
    fields: [{ key: 'item', label: t('parts'), kind: 'choice', options: (j) => late(j), required: true }, { key: 'measure', label: t('measure'), kind: 'choice', options: () => choices('measures'), required: true }, { key: 'text', label: t('heldText'), kind: 'long', required: true, max: 2000 }],
    fits: (j) => late(j).length > 0,
  },
  guide_joint: { hint: t('hintGuide'), fields: [person], aside: true },
  change_agent: { hint: t('hintGuide'), fields: [person], aside: true },
  extend_joint: {
    hint: t('hintExtend'),
    fields: [{ key: 'amount', label: t('amount'), kind: 'number', required: true, max: 60, unit: () => t('workdays') }, { key: 'document', label: t('document'), kind: 'text', required: true, hint: t('documentHint'), max: 100 }, why],
    aside: true,
  },
  stop_project: { hint: t('hintStop'), fields: [why], aside: true, grave: true },
}

const open = (j: Joint | undefined) => (j?.record.issues ?? []).filter((i) => !i.settled)
const dept = (j: Joint, item: string) => j.members.find((m) => m.item === item)?.dept
const under = (j: Joint | undefined) => (j?.record.parts ?? []).filter((p) => p.state === 'open').map((p) => ({ value: p.item, label: `${p.name}（${dept(j!, p.item)}）` }))
const late = (j: Joint | undefined) => under(j).filter((o) => j!.members.some((m) => m.item === o.value && m.late))

export const offers = (j: Joint): { main: Offer<Joint>[]; more: Offer<Joint>[] } => sorted(offered(verbs, j.actions), j)
