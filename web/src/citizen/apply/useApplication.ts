import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import { useIntent } from '@/api/client'
import { asProblem, type Problem } from '@/api/problem'
import { faulty, given, type Answers } from '@/ui/form/answers/fields'
import { now } from '@/ui/now'
import { useAction } from '@/ui/state/load'
import { fitting, recallSituation, rememberSituation, unanswered } from '../matters/situation'
import type { Choices } from '../matters/data'
import { apply, applyTheme, checkForm, dropDraft, openDraft, saveDraft, type Draft, type Receipt } from './data'
import { forgetDraft, isKept, noteOf, readNote, recallDrafts, rememberDraft, type Kept } from './draft'
import { fromHandings, toHand, type Handed } from './materials'
import { collectField, collects, echo, emptyParty, partyFaults, tidyParty, type Party } from './party'
import { fieldsOf, readSubject, type Subject } from './subject'
import { t } from './words'

export type Step = 'questions' | 'form' | 'materials' | 'review'

const pauseLength = 4000

/** An application as it is being written: what is said so far, which step it is at, and where it is kept meanwhile. */
export function useApplication(kind: Subject['kind'], id: string) {
  const key = `${kind}/${id}`
  const subject = shallowRef<Subject>()
  const choices = ref<Choices>(recallSituation(id))
  const party = ref<Party>(emptyParty())
  const answers = ref<Answers>({})
  const handed = ref<Record<string, Handed>>({})
  const collect = ref('handed')
  const step = ref<Step>('questions')
  /** What is wrong with what is not drawn from the form's data, by the names of its controls. */
  const faults = ref<Record<string, string>>({})
  /** Whether the form was tried to be left, and what the server said of it. */
  const tried = ref(false)
  const said = shallowRef<Problem>()
  const receipt = shallowRef<Receipt>()
  const kept = shallowRef<Kept>()
  const savedAt = ref<Date>()
  const resumed = ref(false)
  const intent = useIntent()

  const steps = computed<Step[]>(() => [...(subject.value?.questions.length ? (['questions'] as const) : []), 'form', 'materials', 'review'])
  /** What is wrong with who applies, once the form was tried to be left. */
  const wrongParty = computed(() => (tried.value ? { ...faults.value, ...partyFaults(party.value) } : {}))
  const asksCollect = computed(() => !subject.value || !fieldsOf(subject.value).some((f) => f.code === collectField))
  const wayOf = () => (asksCollect.value ? collect.value : (collects[String(answers.value[collectField] ?? '')] ?? 'handed'))

  watch(party, (now, before) => subject.value && (answers.value = echo(fieldsOf(subject.value), answers.value, now, before)))

  /** Reads what is applied for again, as the answers to the questions narrow it. */
  async function narrow() {
    rememberSituation(id, choices.value)
    subject.value = await readSubject(kind, id, fitting(subject.value?.questions ?? [], choices.value))
    answers.value = echo(fieldsOf(subject.value), answers.value, party.value, emptyParty())
  }

  async function open(): Promise<Subject> {
    const found = recallDrafts(new Date(now()).toISOString()).find((k) => k.subject === key)
    if (found) await resume(found)
    subject.value = await readSubject(kind, id, choices.value)
    choices.value = fitting(subject.value.questions, choices.value)
    if (!steps.value.includes(step.value)) step.value = 'form'
    if (step.value === 'questions' && !unanswered(subject.value.questions, choices.value).length) step.value = 'form' // said on the guide
    return subject.value
  }

  async function resume(found: Kept) {
    try {
      const { draft } = await openDraft({ id: found.id, code: found.code })
      choices.value = { ...draft.choices, ...choices.value } // what was said on this visit is newer
      party.value = { ...emptyParty(), ...draft.party }
      answers.value = draft.form as Answers
      handed.value = fromHandings(draft.materials ?? [])
      collect.value = draft.collect || 'handed'
      step.value = (readNote(draft.note ?? '').step || 'questions') as Step
      kept.value = found
      resumed.value = true
    } catch (error) {
      if (asProblem(error).notFound) forgetDraft(found.id)
      else throw error
    }
  }

  const drafted = (): Draft => ({
    item: subject.value!.keptUnder, party: party.value, choices: choices.value, form: answers.value, collect: collect.value, note: noteOf(key, step.value),
    materials: toHand(subject.value!.materials, handed.value),
  })
  const saving = useAction(async (beyond?: boolean) => {
    const saved = await saveDraft(drafted(), kept.value && { id: kept.value.id, code: kept.value.code })
    kept.value = { id: saved.id, code: saved.code, until: saved.until, subject: key, name: subject.value!.name }
    savedAt.value = new Date(now())
    rememberDraft(kept.value, beyond ?? isKept(saved.id))
  })

  // Once there is a draft it follows what is written, when the writer pauses.
  let pause = 0
  watch(
    [party, answers, handed, collect],
    () => {
      clearTimeout(pause)
      if (kept.value && !receipt.value) pause = window.setTimeout(() => kept.value && !receipt.value && saving.run(), pauseLength)
    },
    { deep: true },
  )
  onScopeDispose(() => clearTimeout(pause))

  async function discard() {
    const gone = kept.value
    kept.value = savedAt.value = undefined
    resumed.value = false
    if (!gone) return
    forgetDraft(gone.id)
    await dropDraft({ id: gone.id, code: gone.code }).catch(() => {}) // its time will end
  }

  async function again() {
    await discard()
    party.value = emptyParty()
    answers.value = {}
    handed.value = {}
    faults.value = {}
    tried.value = false
    step.value = steps.value[0]!
  }

  /** Whether the present step is sound; if not, what is wrong is shown. The form is also held to the server's schema. */
  async function sound(): Promise<boolean> {
    const s = subject.value!
    said.value = undefined
    faults.value = {}
    if (step.value === 'questions') faults.value = Object.fromEntries(unanswered(s.questions, choices.value).map((q) => [q.code, t('answerNeeded')]))
    if (step.value !== 'form') return !Object.keys(faults.value).length
    tried.value = true
    if (Object.keys(partyFaults(party.value)).length || faulty(s.form, answers.value).length) return false
    return kind === 'theme' || accepted(() => checkForm(id, choices.value, given(s.form, answers.value)))
  }

  /** False when the server names fields that are wrong; any other refusal is thrown on. */
  async function accepted(ask: () => Promise<unknown>): Promise<boolean> {
    try {
      await ask()
      return true
    } catch (error) {
      const problem = asProblem(error)
      if (!problem.fields.length) throw error
      said.value = problem
      return false
    }
  }

  /** Goes on to the next step if this one is sound. */
  const going = useAction(async () => {
    if (!(await sound())) return
    if (step.value === 'questions') await narrow()
    step.value = steps.value[steps.value.indexOf(step.value) + 1] ?? 'review'
    void saving.run() // it goes on without; the page says when it was last saved
  })

  const sending = useAction(async () => {
    const s = subject.value!
    const whole = { channel: channel(), party: tidyParty(party.value), choices: choices.value, form: given(s.form, answers.value), materials: toHand(s.materials, handed.value), collect: wayOf() }
    const draft = kept.value && { id: kept.value.id, code: kept.value.code }
    try {
      receipt.value = kind === 'item' ? await apply({ ...whole, item: id, draft }, intent.headers()) : await applyTheme({ ...whole, bundle: id }, intent.headers())
    } catch (error) {
      said.value = asProblem(error)
      faults.value = Object.fromEntries(said.value.fields.map((f) => [f.name, f.message]))
      step.value = stepOf(Object.keys(faults.value), s) ?? step.value
      throw error
    }
    intent.renew()
    await discard()
  })

  return reactive({ subject, choices, party, answers, handed, collect, asksCollect, step, steps, faults, wrongParty, tried, said, receipt, kept, savedAt, resumed, saving, going, sending, open, again })
}

/** The step at which a fault can be mended. */
function stepOf(names: string[], s: Subject): Step | undefined {
  const codes = new Set(fieldsOf(s).map((f) => f.code))
  if (names.some((n) => n.startsWith('choices.'))) return 'questions'
  if (names.some((n) => n.startsWith('party.') || codes.has(n))) return 'form'
  return names.some((n) => n.startsWith('materials.')) ? 'materials' : undefined
}

/** Whether this is a telephone or a computer, as applications are counted (GB/T 39046 A.5). */
const channel = () => (matchMedia('(pointer: coarse)').matches ? 'mobile' : 'web')
