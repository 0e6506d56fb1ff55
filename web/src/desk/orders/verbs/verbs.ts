import { texts } from '@/text/text'
import zh from '@/text/zh-CN/ordersVerbs'
import type { Option } from '@/ui/form/option'
import { choices } from '../reference'
import type { Order, Task, Words } from '../types'
import type { VerbName } from '../verbCalls'
import { offered, sorted, type Field as Asked, type Offer as Offered, type Values, type Verb as Dialog } from '../../case/verb'
import OrderPick from './OrderPick.vue'

export const v = texts('ordersVerbs', zh)

type Field = Asked<Order>
export type Verb = Dialog<Order>
export type Offer = Offered<Order, VerbName>

const either = (yes: string, no: string): Option[] => [{ value: true, label: yes }, { value: false, label: no }]
/** A closed list, read when the dialog opens. */
const list = (name: keyof Words) => () => choices(name)
const bad = (grade: unknown) => grade === 'dissatisfied' || grade === 'very_dissatisfied'

const kind: Field = { key: 'kind', label: v('kind'), kind: 'choice', options: list('kinds'), required: true }
/** Why a citizen who was reached is not satisfied (HOT-68, GAP-10). */
const causes = () => choices('causes').filter((c) => c.value !== 'unreached')
/** The ways in which people urge; notices and citizens have their own. */
const people = ['phone', 'online']
const byHand = () => choices('urgeWays').filter((c) => people.includes(c.value))
const labelOf = (list: keyof Words, key: unknown) => choices(list).find((c) => c.value === key)?.label ?? ''
const why: Field = { key: 'why', label: v('why'), kind: 'long', required: true, max: 1000 }
const text = (label: string, max = 2000): Field => ({ key: 'text', label, kind: 'long', required: true, max })
const result: Field = { key: 'result', label: v('result'), kind: 'choice', options: list('results'), required: true }
const assist: Field = { key: 'assist', label: v('assist'), kind: 'departments' }

const last = <T>(rows: T[], fits: (row: T) => boolean | undefined) => [...rows].reverse().find(fits)
const handling = (o: Order) => last(o.meters, (m) => m.name === 'handling')
const late = (o: Order) => !!handling(o)?.standing.late
const inReturnWindow = (o: Order) => o.meters.some((m) => m.name === 'return' && !m.stop && !m.standing.late)
/** What a limit is counted in, as it stands after a number. */
export const limitUnit = (o: Order) => v(handling(o)?.standing.unit === 'day' ? 'unitDay' : 'unitWorkday')
const emergency = (o: Order) => o.kind === 'emergency'
const waitingPlea = (o: Order) => o.extensions.some((x) => !x.ruling)
const waitingReturn = (o: Order) => last(o.returns, (r) => !r.ruling)
/** Why the citizen cannot be answered yet: an assisting department has not (HOT-72). */
const unassisted = (o: Order) => (o.tasks.some((x) => x.state === 'assigned' || x.state === 'handling') ? v('unassisted') : undefined)
/** Whether the notice of this round of handling has been issued (HOT-54). */
const noticed = (o: Order) => o.documents.filter((d) => d.kind === 'notice').length >= (handling(o)?.round ?? 1)
const longestPlea = (o: Order) => (o.extensionMax ? { n: o.extensionMax, said: v('amountMost', { n: o.extensionMax, unit: limitUnit(o) }) } : undefined)

const aboutReturn = (o: Order) => {
  const r = waitingReturn(o)
  return r ? [{ label: v('askedBy'), text: `${r.dept}　${r.by}` }, { label: v('ground'), text: r.ground }, { label: v('reason'), text: r.reason }, { label: v('basis'), text: r.basis }, { label: v('proposed'), text: r.proposed ?? '' }] : []
}
const aboutPlea = (o: Order) => {
  const x = last(o.extensions, (p) => !p.ruling)
  return x ? [{ label: v('askedBy'), text: x.by }, { label: v('askedFor'), text: `${x.amount}${limitUnit(o)}` }, { label: v('promised'), text: x.promised }, { label: v('statutory'), text: x.statutory }, { label: v('extendBasis'), text: x.basis }, { label: v('extendReason'), text: x.reason }] : []
}
const untoldPlea = (o: Order) => o.extensions.some((x) => x.ruling === 'granted' && !x.toldAt)
/** The answer last put forward in the present round, if it was signed off. */
const signed = (o: Order) => {
  const draft = last(o.replies, (r) => r.draft && r.round === (o.redos ?? 0) + 1)
  return draft?.signed ? draft : undefined
}
/** Whether the cause last found is the department's own; undefined while nobody has found one (the citizen rated by himself). */
const ownFault = (o: Order) => {
  const cause = last(o.revisits, () => true)?.cause
  return cause ? cause === choices('causes').find((c) => c.value === 'subjective')?.label : undefined
}

/** The ways out of intake (HOT-97), for a call at the desk and a message taken up. */
export const intake: Field[] = [
  { key: 'disposition', label: v('disposition'), kind: 'choice', options: list('dispositions'), required: true },
  { key: 'outcome', label: v('outcomeAnswer'), kind: 'long', required: true, max: 2000, when: (x) => x.disposition === 'answer' },
  { key: 'grade', label: v('gradeNow'), kind: 'choice', options: list('grades'), when: (x) => x.disposition === 'answer' },
  { key: 'refusal', label: v('refusal'), kind: 'choice', options: list('refusals'), required: true, when: (x) => x.disposition === 'refuse' },
  { key: 'outcome', label: v('outcomeRedirect'), kind: 'long', required: true, max: 2000, when: (x) => x.disposition === 'redirect' },
]

/** To whom an order is sent; shared by one order, many, and a call that is dispatched at once. */
export const assignment: Field[] = [
  { key: 'lead', label: v('lead'), kind: 'department', required: true, first: (o) => o?.suggested?.flatMap((a) => a.deptId ?? []) ?? [] },
  assist,
  { key: 'advice', label: v('advice'), kind: 'long', hint: v('adviceHint'), max: 1000 },
  { key: 'phoned', label: v('phoned'), kind: 'switch' },
]

/** Several orders to the same departments. */
export const bulkDispatch: Verb = { hint: v('dispatch'), fields: assignment }

/** The same with these departments offered first. */
export const suggesting = (verb: Verb, ids: string[]): Verb => ({ ...verb, fields: verb.fields.map((f) => (f.key === 'lead' ? { ...f, first: () => ids } : f)) })

/** Every verb an official may do to an order, by the name its flow gives it. */
export const verbs: Partial<Record<VerbName, Verb>> = {
  accept: { hint: v('accept'), fields: [kind, { key: 'category', label: v('category'), kind: 'text', max: 50 }, ...intake], initial: (o) => ({ kind: o.kind, category: o.category, disposition: 'order' }) },
  dispatch: { hint: v('dispatch'), fields: [...assignment.slice(0, 1), { key: 'handler', label: v('handler'), kind: 'person', when: (x) => !!x.lead }, ...assignment.slice(1)] },
  consent: { hint: v('consent'), fields: [{ key: 'note', label: v('note'), kind: 'long', max: 500 }], fits: emergency },
  sign: { hint: v('sign'), fields: [], done: v('doneSign') },
  reply: {
    hint: (o) => v(signed(o) ? 'replySigned' : 'reply'),
    fields: [{ ...text(v('replyText')), fixed: (o) => !!signed(o) }, result, { key: 'contact', label: v('contact'), kind: 'choice', options: list('revisitWays'), required: true },
      { key: 'grade', label: v('firstGrade'), kind: 'choice', options: list('grades'), required: true }],
    initial: (o) => ({ text: signed(o)?.text, result: choices('results').find((c) => c.label === signed(o)?.result)?.value, contact: 'phone' }),
    fits: (o) => !o.important || !!signed(o),
    blocked: unassisted,
    done: v('doneReply'),
  },
  propose_reply: { hint: v('propose_reply'), fields: [text(v('replyText')), result], fits: (o) => !!o.important && !signed(o), blocked: unassisted },
  tell_extension: { hint: v('tell_extension'), fields: [{ key: 'how', label: v('toldHow'), kind: 'choice', options: list('revisitWays'), required: true }], initial: () => ({ how: 'phone' }), fits: untoldPlea },
  return: {
    hint: v('return'),
    fields: [{ key: 'ground', label: v('ground'), kind: 'choice', options: list('grounds'), required: true }, { key: 'reason', label: v('reason'), kind: 'long', required: true, max: 1000 },
      { key: 'basis', label: v('basis'), kind: 'long', required: true, hint: v('basisHint'), max: 1000 }, { key: 'proposed', label: v('proposed'), kind: 'department' }],
    fits: inReturnWindow,
    done: v('doneReturn'),
  },
  ask_extension: {
    hint: v('ask_extension'),
    fields: [{ key: 'amount', label: v('amount'), kind: 'number', required: true, hint: v('amountHint'), most: longestPlea, unit: (o) => (o.extensionMax ? v('unitMost', { n: o.extensionMax, unit: limitUnit(o) }) : limitUnit(o)) }, { key: 'promised', label: v('promised'), kind: 'text', required: true, hint: v('promisedHint'), max: 100 },
      { key: 'statutory', label: v('statutory'), kind: 'text', required: true, hint: v('statutoryHint'), max: 200 }, { key: 'basis', label: v('extendBasis'), kind: 'long', required: true, max: 1000 },
      { key: 'reason', label: v('extendReason'), kind: 'long', required: true, max: 1000 }],
    fits: (o) => !late(o) && !waitingPlea(o) && !o.extensions.some((x) => x.ruling === 'granted'),
    done: v('doneAskExtension'),
  },
  rule_return: {
    hint: v('rule_return'),
    about: (o) => aboutReturn(o),
    initial: (o) => ({ lead: waitingReturn(o)?.proposedId }),
    fields: [{ key: 'uphold', label: v('uphold'), kind: 'choice', options: either(v('upholdYes'), v('upholdNo')), required: true },
      { key: 'lead', label: v('newLead'), kind: 'department', required: true, when: (x) => x.uphold === true }, why,
      { key: 'rule', label: v('ruleWords'), kind: 'text', hint: v('ruleWordsHint'), max: 100, when: (x) => x.uphold !== undefined }],
  },
  rule_extension: { hint: v('rule_extension'), about: (o) => aboutPlea(o), fields: [{ key: 'grant', label: v('grant'), kind: 'choice', options: either(v('grantYes'), v('grantNo')), required: true }, why], fits: waitingPlea },
  review: judged('review', v('passYes'), v('passNo')),
  sign_off: judged('sign_off', v('signYes'), v('signNo')),
  give_back: { hint: v('give_back'), fields: [], done: v('doneGiveBack') },
  conclude: { hint: v('conclude'), fields: [], done: v('doneConclude') },
  revisit: {
    hint: v('revisit'),
    fields: [{ key: 'how', label: v('how'), kind: 'choice', options: list('revisitWays'), required: true },
      { key: 'reached', label: v('reached'), kind: 'choice', options: either(v('reachedYes'), v('reachedNo')), required: true },
      { key: 'grade', label: v('secondGrade'), kind: 'choice', options: list('grades'), required: true, when: (x) => x.reached === true },
      { key: 'cause', label: v('cause'), kind: 'choice', options: causes, required: true, when: (x) => x.reached === true && bad(x.grade) },
      { key: 'timely', label: v('timely'), kind: 'switch', when: (x) => x.reached === true }, { key: 'note', label: v('note'), kind: 'long', max: 1000 }],
    done: (x) => (x.reached ? v(bad(x.grade) ? 'doneRevisitBad' : 'doneRevisit', { grade: labelOf('grades', x.grade) }) : v('doneRevisitMissed')),
  },
  redo: { hint: v('redo'), fields: [why], fits: (o) => ownFault(o) !== false },
  escalate: { hint: v('escalate'), fields: [{ ...why, required: false }] },
  close_explained: { hint: v('close_explained'), fields: [why], fits: (o) => ownFault(o) !== true },
  decide: { hint: v('decide'), fields: [{ key: 'redo', label: v('decision'), kind: 'choice', options: either(v('decideRedo'), v('decideClose')), required: true }, why] },
  archive: { hint: v('archive'), fields: [], done: v('doneArchive') },

  assign: { hint: v('assign'), fields: [{ key: 'person', label: v('person'), kind: 'person', required: true }], aside: true },
  involve: { hint: v('involve'), fields: [{ ...assist, required: true }], aside: true },
  explain: { hint: v('explain'), fields: [text(v('explainText'))], aside: (o) => !late(o) },
  issue_notice: { hint: v('issue_notice'), fields: [], fits: (o) => late(o) && !noticed(o), aside: (o) => !o.noticeDue, grave: true, done: v('doneNotice') },
  urge: { hint: v('urge'), fields: [{ key: 'how', label: v('how'), kind: 'choice', options: byHand, required: true }, { key: 'note', label: v('note'), kind: 'long', max: 500 }], initial: () => ({ how: 'phone' }), aside: (o) => !late(o), done: v('doneUrge'),
    blocked: (o) => (o.urgedToday ? v('urgedToday') : undefined) },
  log_emergency: {
    hint: v('log_emergency'),
    fields: [{ key: 'step', label: v('step'), kind: 'choice', options: list('emergencySteps'), required: true }, { key: 'happened', label: v('happened'), kind: 'time', hint: v('happenedHint') },
      { key: 'note', label: v('note'), kind: 'long', max: 500 }],
    fits: (o) => emergency(o) || !!o.major,
  },
  to_head: { hint: v('to_head'), fields: [why], aside: true },
  account: {
    hint: v('account'),
    fields: [{ key: 'ground', label: v('accountGround'), kind: 'choice', options: list('accountGrounds'), required: true }, { key: 'measure', label: v('measure'), kind: 'choice', options: list('accountMeasures'), required: true },
      { key: 'finding', label: v('finding'), kind: 'long', required: true, max: 2000 }, { key: 'handler', label: v('concerned'), kind: 'person', hint: v('personHint') },
      { key: 'head', label: v('inCharge'), kind: 'person', hint: v('personHint') },
      { key: 'link', label: v('link'), kind: 'text', required: true, max: 100, when: (x) => x.measure === 'discipline' }],
    aside: true,
    grave: true,
  },
  supervise: { hint: v('supervise'), fields: [{ key: 'on', label: v('supervising'), kind: 'choice', options: either(v('superviseOn'), v('superviseOff')), required: true }, why], initial: (o) => ({ on: !o.tracked }), aside: true },
  classify: {
    hint: v('classify'),
    fields: [kind, { key: 'title', label: v('title'), kind: 'text', required: true, max: 100 }, { key: 'place', label: v('place'), kind: 'text', max: 200 }, { key: 'category', label: v('category'), kind: 'text', max: 50 }],
    initial: (o) => ({ kind: o.kind, title: o.title, place: o.place, category: o.category }),
    aside: true,
  },
  stand_down: {
    hint: v('stand_down'),
    fields: [{ ...kind, label: v('lowerTo'), options: () => choices('kinds').filter((c) => c.value !== 'emergency') }, why],
    under: { action: 'classify', label: v('standDown'), rule: 'GAP-33' },
    fits: emergency,
    aside: true,
    grave: true,
    done: (x) => v('doneStandDown', { kind: labelOf('kinds', x.kind) }),
  },
  flag: {
    hint: v('flag'),
    fields: [{ key: 'important', label: v('important'), kind: 'switch' }, { key: 'major', label: v('major'), kind: 'switch' }, { ...why, label: v('flagWhy') }],
    initial: (o) => ({ important: !!o.important, major: !!o.major }),
    aside: true,
  },
  group: {
    hint: (o) => v(o.group ? 'ungroup' : 'group'),
    fields: [{ key: 'other', label: v('other'), kind: 'own', draw: OrderPick, required: (x) => !x.grouped, hint: v('otherHint') }],
    initial: (o) => ({ grouped: !!o.group }),
    aside: true,
  },
  renew_code: {
    hint: v('renew_code'),
    fields: [{ key: 'phone', label: v('callingPhone'), kind: 'text', required: true, hint: v('callingPhoneHint'), max: 20 },
      { key: 'purpose', label: v('purpose'), kind: 'text', required: true, max: 200 }],
    initial: () => ({ purpose: v('purposeLost') }),
    aside: true,
    done: v('doneRenewCode'),
  },
  note: { hint: v('noteRule'), fields: [text(v('noteText'), 1000)], aside: true },
}

/** The verbs of an assisting department's part. */
export const taskVerbs: Partial<Record<VerbName, Verb>> = {
  sign: { hint: v('sign'), fields: [], done: v('doneSign') },
  reply_assist: { hint: v('reply_assist'), fields: [text(v('assistText'))] },
}

function judged(name: 'review' | 'sign_off', yes: string, no: string): Verb {
  return {
    hint: v(name),
    fields: [{ key: 'pass', label: v('pass'), kind: 'choice', options: either(yes, no), required: true },
      { key: 'opinion', label: v('opinion'), kind: 'long', max: 1000, required: (x: Values) => x.pass === false }],
  }
}

/** What the reader may do now, the next step first; the rest stands behind “更多”. */
export const offers = (order: Order): { main: Offer[]; more: Offer[] } => sorted(offered(verbs, order.actions), order)

/** What is said when an offer has been taken up with these answers: what came of it, where there is more than one thing. */
export function outcome(offer: Offer, values: Values): string {
  const { done, fields } = offer.verb
  if (done) return typeof done === 'function' ? done(values) : done
  const chosen = fields.map((f) => (Array.isArray(f.options) ? f.options.find((o) => o.value === values[f.key])?.label : undefined)).find(Boolean)
  return v('doneVerb', { label: offer.label, how: chosen ?? v('doneDone') })
}

/** What the reader may do to an assisting department's part. */
export const taskOffers = (task: Task): Offer[] => offered(taskVerbs, task.actions)
