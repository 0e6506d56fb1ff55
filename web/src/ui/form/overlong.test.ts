import { mount } from '@vue/test-utils'
import { beforeAll, expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import FormField from './FormField.vue'
import { holdOverlong, keepWhole } from './overlong'

beforeAll(() => keepWhole(document))

/** A form with a field of ten characters. */
function form() {
  const sent = ref(0)
  const text = ref('')
  const w = mount(
    {
      components: { FormField },
      setup: () => ({ sent, text }),
      template: '<form @submit.prevent="sent++"><FormField v-slot="{ id, described }" label="理由" note="说明"><textarea :id="id" v-model="text" maxlength="10" :aria-describedby="described" /></FormField></form>',
    },
    { attachTo: document.body },
  )
  const box = w.find('textarea')
  const put = async (words: string, by: string) => {
    await box.trigger(by)
    box.element.value = by === 'paste' || box.element.maxLength < 0 ? words : words.slice(0, box.element.maxLength)
    await box.trigger('input')
    await nextTick()
  }
  const submit = () => w.find('form').trigger('submit')
  return { w, box, sent, text, put, submit, said: () => w.find('.field > span').text() }
}

it('keeps what was pasted, says by how much it is too long, and holds the form until it is mended', async () => {
  const { w, box, sent, text, put, submit, said } = form()
  await put('一二三四五六七八九十甲乙', 'paste')
  expect(text.value).toHaveLength(12)
  expect(said()).toBe('最多10个字，现在有12个字，请删去2个字。')
  await submit()
  expect([sent.value, document.activeElement]).toEqual([0, box.element])
  expect(holdOverlong(document)).toBe(true) // for keys that send without the form
  await put('一二三四五六七八九十', 'keydown')
  expect([said(), box.element.maxLength]).toEqual(['说明', 10])
  await submit()
  expect(sent.value).toBe(1)
  w.unmount()
})

it('forgets a text that the page itself has taken away', async () => {
  const { w, sent, text, put, submit, said } = form()
  await put('一二三四五六七八九十甲乙', 'paste')
  text.value = ''
  await nextTick()
  expect(said()).toBe('说明')
  await submit()
  expect(sent.value).toBe(1)
  w.unmount()
})

it('does not meddle with what fits', async () => {
  const { w, box, put, said } = form()
  await put('一二三', 'paste')
  expect([said(), box.element.maxLength]).toEqual(['说明', 10])
  w.unmount()
})
