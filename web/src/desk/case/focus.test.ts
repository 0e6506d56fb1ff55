import { expect, it } from 'vitest'
import { focusFirst } from './focus'

it.each([
  ['<input type="hidden"><textarea id="want"></textarea><input>'],
  ['<div role="radiogroup"><input type="radio" name="a"><input type="radio" name="a" id="want" checked></div>'],
  ['<div role="radiogroup"><input type="radio" name="a" id="want"><input type="radio" name="a"></div>'],
])('what is asked first, and of a choice what is chosen: %s', (html) => {
  document.body.innerHTML = `<form>${html}</form>`
  focusFirst(document.querySelector('form'))
  expect(document.activeElement?.id).toBe('want')
})
