import { t } from '../words'

type Box = HTMLInputElement | HTMLTextAreaElement

/** The limits of those fields into which more was put at once than they let in. */
const lifted = new WeakMap<Element, number>()

/**
 * A browser cuts what is pasted at the limit of the field, and says nothing. Here the text stays whole: the field says by
 * how much it is too long, and its form is not sent before that is mended. Typing ends at the limit, where one sees it.
 */
export function keepWhole(page: Document) {
  const lift = ({ target }: Event) => {
    if (!isBox(target) || target.maxLength < 0) return
    lifted.set(target, target.maxLength)
    target.removeAttribute('maxlength')
  }
  page.addEventListener('paste', lift, true)
  page.addEventListener('drop', lift, true)
  page.addEventListener('input', ({ target }) => isBox(target) && judge(target), true)
  page.addEventListener('submit', (e) => holdOverlong(e.target as HTMLFormElement) && (e.preventDefault(), e.stopImmediatePropagation()), true)
}

const isBox = (x: EventTarget | null): x is Box => x instanceof HTMLInputElement || x instanceof HTMLTextAreaElement

/** Gives a field its limit back once the text keeps to it; before that one outside of a FormField speaks for itself. */
function judge(box: Box) {
  const limit = lifted.get(box)
  if (limit === undefined) return
  const said = overlong(box)
  box.setCustomValidity(said)
  if (said) return void (box.closest('.field') || box.reportValidity())
  lifted.delete(box)
  box.maxLength = limit
}

/** What is said of a field whose text is too long, '' of others. */
function overlong(box: Box): string {
  const [limit, n] = [lifted.get(box) ?? Infinity, box.value.length]
  return n > limit ? t('tooLong', { limit, n, over: n - limit }) : ''
}

const boxes = (within: ParentNode) => [...within.querySelectorAll<Box>('input, textarea')]

/** What is said of the first field in here whose text is too long, '' if there is none. */
export const overlongSaid = (within: ParentNode): string => boxes(within).map(overlong).find(Boolean) ?? ''

/** Whether a text in here is too long; the person is brought to it. */
export function holdOverlong(within: ParentNode): boolean {
  const box = boxes(within).find(overlong)
  box?.focus()
  const field = box?.closest('.field')
  if (field) field.lastElementChild?.scrollIntoView({ block: 'nearest' }) // what is said stands under a long text
  else box?.reportValidity()
  return !!box
}
