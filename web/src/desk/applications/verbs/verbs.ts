import type { Option } from '@/ui/form/option'
import { yuan } from '@/ui/format'
import { now } from '@/ui/now'
import { offered, sorted, type Field as Asked, type Offer as Offered, type Values, type Verb as Dialog } from '../../case/verb'
import { conditions } from '../page/opinion'
import { choices, named } from '../reference'
import type { Application, Check, Opinion, Words } from '../types'
import FeeFields from './FeeFields.vue'
import HandingField from './HandingField.vue'
import PaperField from './PaperField.vue'
import PapersField from './PapersField.vue'
import TermsField from './TermsField.vue'
import TolerateField from './TolerateField.vue'
import { v } from './words'
import WrongField from './WrongField.vue'

export type Offer = Offered<Application>
type Field = Asked<Application>
type Verb = Dialog<Application>
type Verbs = Record<string, Verb>

const list = (name: keyof Words) => () => choices(name)
const either = (yes: string, no: string): Option[] => [{ value: true, label: yes }, { value: false, label: no }]
const labelOf = (name: keyof Words, key: unknown) => named(name, String(key ?? ''))

const why: Field = { key: 'why', label: v('why'), kind: 'long', required: true, max: 2000 }
const how: Field = { key: 'how', label: v('how'), kind: 'choice', options: list('tellWays'), required: true }
const person = (label: string, hint?: string): Field => ({ key: 'person', label, kind: 'person', required: true, hint })
const wrong: Field = { key: 'wrong', label: v('wrong'), kind: 'own', draw: WrongField }
const handed: Field = { key: 'materials', label: v('handed'), kind: 'own', draw: HandingField, required: true }
const opinion: Field = { key: 'opinion', label: v('opinion'), kind: 'long', required: true, max: 2000 }
const papers: Field = { key: 'files', label: v('files'), kind: 'own', draw: PapersField, hint: v('filesHint') }
const refused = (x: Values) => x.outcome === 'refuse'
const lacking = (o: Application, necessity: string) => o.record.materials.filter((m) => m.necessity === necessity && !['present', 'shared'].includes(m.state))

const decision: Field[] = [
  { key: 'outcome', label: v('outcome'), kind: 'choice', options: list('outcomes'), required: true },
  { key: 'reasons', label: v('reasons'), kind: 'long', required: refused, max: 2000 },
  { key: 'basis', label: v('basis'), kind: 'long', required: refused, max: 1000 },
  { key: 'remedies', label: v('remedies'), kind: 'long', hint: v('remediesHint'), max: 1000, when: refused },
]
const decided = (x: Values) => v(refused(x) ? 'doneRefuse' : 'doneGrant')
const decides = (hint: string): Verb => ({ hint, fields: decision, initial: () => ({ outcome: 'grant' }), done: decided })

/** A step's own verb: what its kind wants besides a finding and an opinion. */
function step(kind: 'review' | 'verify' | 'check' | 'survey' | 'publish' | 'opinions' | 'meeting' | 'superior', more: Field[] = []): Verb {
  return {
    hint: (o) => `${o.current?.name ?? ''}：${v(kind)}`,
    fields: [...more, { key: 'finding', label: v('finding'), kind: 'choice', options: list('findings'), required: true }, opinion, papers],
    initial: () => ({ finding: 'pass' }),
    done: (x) => v('doneStep', { finding: labelOf('findings', x.finding) }),
  }
}
const people: Field = { key: 'people', label: v('people'), kind: 'people', required: true, hint: v('peopleHint') }
const span: Field[] = [{ key: 'from', label: v('from'), kind: 'day', required: true }, { key: 'to', label: v('to'), kind: 'day', required: true }]
const invitees: Field[] = [{ key: 'invited', label: v('invited'), kind: 'departments', required: true }, { key: 'attended', label: v('attended'), kind: 'departments', hint: v('attendedHint') },
  { key: 'excused', label: v('excused'), kind: 'departments', hint: v('excusedHint') }]

const unconfirmed = (o?: Application) => (o?.fees ?? []).filter((f) => f.state === 'declared')
const firstDeclared = (o: Application) => ({ fee: unconfirmed(o)[0]?.code })
const declaredFee: Field = {
  key: 'fee', label: v('declaredFee'), kind: 'choice', required: true,
  options: (o) => unconfirmed(o).map((f) => ({ value: f.code, label: v('feeOnSlip', { name: f.name, yuan: yuan(f.amount), slip: f.slip || f.relief || '' }) })),
}

/** Every verb an official may do to an application, by the name its flow gives it; the next step stands before the rest. */
export const verbs: Verbs = {
  accept: {
    hint: (o) => v(o.record.materials.some((m) => m.necessity !== 'optional' && m.state === 'missing') ? 'acceptLacking' : 'accept'),
    fields: [{ key: 'guide', label: v('guide'), kind: 'person', hint: v('guideHint'), when: (_, o) => o?.class === 'joint' },
      { key: 'tolerate', label: v('tolerate'), kind: 'own', draw: TolerateField, when: (_, o) => !!o && lacking(o, 'tolerable').length > 0 },
      { key: 'due', label: v('due'), kind: 'day', when: (x) => !!(x.tolerate as string[] | undefined)?.length }, { key: 'promise', label: v('promise'), kind: 'own', draw: PaperField, required: true, hint: v('promiseHint'), when: (x) => !!(x.tolerate as string[] | undefined)?.length }],
    done: v('doneAccept'),
  },
  decide_on_spot: { ...decides(v('decide_on_spot')), fits: (o) => o.record.model === 'spot' || !!o.record.formal },
  grant_on_commitment: {
    hint: v('grant_on_commitment'),
    fields: [{ key: 'terms', label: v('terms'), kind: 'own', draw: TermsField, required: true, hint: v('termsHint') }, { key: 'signed', label: v('signed'), kind: 'own', draw: PaperField, required: true }],
    initial: (o) => ({ terms: o.pledge }),
    done: v('doneCommitment'),
    aside: true,
  },
  correct: { hint: v('correct'), fields: [wrong], done: v('doneCorrect'), fits: (o) => !o.record.notices?.length },
  correct_again: { hint: v('correct_again'), fields: [wrong, why], grave: true, done: v('doneCorrect') },
  decline: {
    hint: v('decline'),
    fields: [{ key: 'ground', label: v('ground'), kind: 'choice', options: list('grounds'), required: true }, { key: 'reason', label: v('reason'), kind: 'long', required: true, max: 2000 },
      { key: 'basis', label: v('basis'), kind: 'long', hint: v('basisHint'), max: 1000 }, { key: 'redirect', label: v('redirect'), kind: 'text', required: true, max: 200, when: (x) => x.ground === 'outside' }],
    done: v('doneDecline'),
  },
  take_supplement: { hint: v('take_supplement'), fields: [handed], done: v('doneSupplement') },
  hand_over: { hint: (o) => v('hand_over', { step: o.current?.name ?? '' }), fields: [], done: v('doneHandOver') },
  countersign: {
    hint: v('countersign'),
    fields: [{ key: 'agrees', label: v('agrees'), kind: 'choice', options: either(v('agreesYes'), v('agreesNo')), required: true }, opinion],
    fits: (o) => !!o.record.signers?.some((s) => !s.at),
  },
  review: step('review'),
  verify: step('verify'),
  check: step('check', [people]),
  survey: step('survey', [people]),
  publish: step('publish', span),
  opinions: step('opinions'),
  meeting: step('meeting', invitees),
  superior: step('superior'),
  decide: decides(v('decide')),
  sign: { ...decides(v('sign')), fits: (o) => !o.actions.some((a) => a.name === 'decide') },
  notify_ready: { hint: v('notify_ready'), fields: [how], initial: () => ({ how: 'phone' }), fits: (o) => o.record.collect === 'handed' || o.feesDue.length > 0, done: v('doneReady') },
  deliver: {
    hint: (o) => v(o.state === 'declining' ? 'deliverRefusal' : 'deliver'),
    fields: [{ key: 'way', label: v('way'), kind: 'choice', options: list('ways'), required: true }, { key: 'taker', label: v('taker'), kind: 'choice', options: list('takers'), required: true, when: (x) => x.way === 'handed' },
      { key: 'slip', label: v('slip'), kind: 'text', required: true, max: 50, when: (x) => x.way === 'posted' }],
    initial: (o) => ({ way: o.record.collect, taker: 'self' }),
    done: v('doneDeliver'),
  },
  rule_extension: { hint: v('rule_extension'), fields: [{ key: 'grant', label: v('grant'), kind: 'choice', options: either(v('grantYes'), v('grantNo')), required: true }, why] },
  tell_extension: { hint: v('tell_extension'), fields: [how], initial: () => ({ how: 'phone' }), done: v('doneTell') },
  end_special: {
    hint: v('end_special'),
    fields: [{ key: 'last', label: v('last'), kind: 'day', required: true }, { key: 'result', label: v('result'), kind: 'long', required: true, max: 2000 }, { ...papers, key: 'evidence', required: true }],
    done: v('doneEndSpecial'),
  },
  rule_overdue: { hint: v('rule_overdue'), fields: [{ key: 'ruling', label: v('ruling'), kind: 'choice', options: list('rulings'), required: true }, why] },
  register_fee: {
    hint: v('register_fee'),
    fields: [{ key: 'payment', label: v('payment'), kind: 'own', draw: FeeFields, required: true }],
    fits: (o) => o.feesDue.length > 0,
    aside: (o) => o.state === 'reviewing',
    done: v('doneFee'),
  },
  confirm_fee: { hint: v('confirm_fee'), fields: [declaredFee], initial: firstDeclared, done: v('doneConfirmFee') },
  refuse_fee: { hint: v('refuse_fee'), fields: [declaredFee, why], initial: firstDeclared, aside: true, grave: true, done: v('doneRefuseFee') },

  send_back: {
    hint: v('send_back'),
    fields: [{ key: 'to', label: v('to_step'), kind: 'choice', options: (o) => (o?.plan.steps ?? []).filter((s) => o!.before.includes(s.code)).map((s) => ({ value: s.code, label: s.name })), required: true }, why],
    fits: (o) => o.before.length > 0,
    aside: true,
  },
  add_signer: { hint: v('add_signer'), fields: [person(v('signer'))], aside: true, fits: (o) => !!o.current && !!o.record.arrived },
  start_special: {
    hint: v('start_special'),
    fields: [{ key: 'kind', label: v('special'), kind: 'choice', options: list('specials'), required: true }, { key: 'from', label: v('specialFrom'), kind: 'day', required: true },
      { key: 'expected', label: v('expected'), kind: 'number', required: true, max: 365, unit: () => v('days') }, { key: 'basis', label: v('basis'), kind: 'long', required: true, max: 1000 },
      { key: 'told', label: v('told'), kind: 'choice', options: list('tellWays'), required: true }],
    initial: () => ({ told: 'written' }),
    aside: true,
    done: v('doneSpecial'),
  },
  ask_extension: {
    hint: v('ask_extension'),
    fields: [{ key: 'amount', label: v('amount'), kind: 'number', required: true, max: 60, unit: limitUnit }, { key: 'reason', label: v('extendReason'), kind: 'long', required: true, max: 2000 },
      { key: 'basis', label: v('basis'), kind: 'long', max: 1000 }, { key: 'document', label: v('document'), kind: 'text', max: 100, hint: v('documentHint'), when: (_, o) => o?.class === 'joint' }],
    fits: (o) => !(o.record.pleas ?? []).some((p) => !p.ruling || p.ruling === 'granted'),
    aside: true,
    done: v('doneAskExtension'),
  },
  explain_delay: { hint: v('explain_delay'), fields: [why], aside: (o) => !o.overdue },
  fill_tolerated: { hint: v('fill_tolerated'), fields: [handed], done: v('doneTolerated') },
  take_withdrawal: {
    hint: v('take_withdrawal'),
    fields: [{ key: 'asker', label: v('asker'), kind: 'choice', options: list('askers'), required: true }, why, { key: 'file', label: v('letter'), kind: 'own', draw: PaperField, required: true }],
    initial: () => ({ asker: 'self' }),
    aside: true,
    grave: true,
    done: v('doneWithdrawal'),
  },
  name_guide: { hint: v('name_guide'), fields: [person(v('guide'))], aside: true },
  mark_urgent: { hint: v('mark_urgent'), fields: [why], aside: true, done: v('doneUrgent') },
  assign: { hint: v('assign'), fields: [person(v('handler'))], aside: true, done: v('doneAssign') },
  account: {
    hint: v('account'),
    fields: [{ key: 'measure', label: v('measure'), kind: 'choice', options: list('measures'), required: true }, { key: 'finding', label: v('accountFinding'), kind: 'long', required: true, max: 2000 },
      { key: 'handler', label: v('handler'), kind: 'person', hint: v('handlerHint') }, { key: 'head', label: v('head'), kind: 'person', hint: v('headHint') }],
    initial: () => ({ measure: 'talk' }),
    aside: true,
    grave: true,
    done: v('doneAccount'),
  },
  hurry: { hint: v('hurry'), fields: [why], aside: true, fits: (o) => !o.green },
  urge: { hint: v('urge'), fields: [{ key: 'note', label: v('note'), kind: 'long', max: 500 }], aside: true, done: v('doneUrge') },
  note: { hint: v('noteRule'), fields: [{ key: 'text', label: v('noteText'), kind: 'long', required: true, max: 1000 }], aside: true },
}

/** The verbs of an asked department. */
export const opinionVerbs: Verbs = {
  sign_for: { hint: v('sign_for'), fields: [], done: v('doneSignFor') },
  give: {
    hint: v('give'),
    fields: [{ key: 'stance', label: v('stance'), kind: 'choice', options: list('stances'), required: true }, { key: 'text', label: v('stanceText'), kind: 'long', required: true, max: 2000 }],
    done: (x) => v('doneGive', { stance: labelOf('stances', x.stance) }),
  },
  report_delay: { hint: v('report_delay'), fields: [{ ...why, label: v('delayWhy') }], done: v('doneReport') },
  deem: { hint: v('deem'), fields: [why], grave: true, done: v('doneDeem') },
}

const checked: Field[] = [people, { key: 'finding', label: v('checkFinding'), kind: 'long', required: true, max: 2000 }]
/** The verbs of a check after a licence by commitment. */
export const checkVerbs: Verbs = {
  pass_check: { hint: v('pass_check'), fields: checked },
  order_correction: { hint: v('order_correction'), fields: checked },
  revoke_on_check: {
    hint: v('revoke_on_check'),
    fields: [...checked, { key: 'basis', label: v('basis'), kind: 'text', required: true, max: 500 }, { key: 'remedies', label: v('remedies'), kind: 'long', hint: v('remediesHint'), max: 1000 }],
    initial: () => ({ basis: v('revokeBasis') }),
    grave: true,
  },
}

/** What the promise is counted in, as it stands after a number. */
export function limitUnit(o: Application): string {
  const unit = [...o.meters].reverse().find((m) => m.name === 'handling')?.standing.unit
  return v(unit === 'day' ? 'unitDay' : 'unitWorkday')
}

/** What the reader may do now, the next step first; the rest stands behind “更多”. */
export const offers = (o: Application): { main: Offer[]; more: Offer[] } => sorted(offered(verbs, o.actions), o)

/** What the reader may do to a department's opinion. A silent department's is confirmed only once it has missed its time, and on what it rests is shown. */
export const opinionOffers = (x: Opinion): Offer[] =>
  offered(opinionVerbs, x.actions)
    .filter((o) => o.name !== 'deem' || !!x.opinion.missed)
    .map((o) => (o.name === 'deem' ? { ...o, verb: { ...o.verb, about: () => [{ label: x.dept, text: conditions(x, now()).join('；') }] } } : o))
export const checkOffers = (x: Check): Offer[] => offered(checkVerbs, x.actions)

/** What the server is sent besides the answers as they were given: the step that was shown, and a payment's parts. */
export function completed(name: string, given: Values, o: Application): Values {
  const { payment, ...rest } = given
  if (name === 'register_fee') return payment as Values
  return ['review', 'verify', 'check', 'survey', 'publish', 'opinions', 'meeting', 'superior'].includes(name) ? { ...rest, step: o.step } : rest
}

/** What is said when an offer has been taken up with these answers. */
export function outcome(offer: Offer, values: Values): string {
  const { done } = offer.verb
  return done ? (typeof done === 'function' ? done(values) : done) : v('doneVerb', { label: offer.label })
}
