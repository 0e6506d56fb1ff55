import { afterEach, describe, expect, it } from 'vitest'
import { draftLink, forgetDraft, isKept, noteOf, readDraftLink, readNote, recallDrafts, rememberDraft, type Kept } from './draft'

const kept: Kept = { id: '01ABC', code: 'f00d', subject: 'item/01X', name: '食品经营许可', until: '2026-12-21T00:00:00Z' }
const day = '2026-11-21T00:00:00Z'
afterEach(() => {
  sessionStorage.clear()
  localStorage.clear()
})

describe('drafts', () => {
  it('are remembered for the visit only', () => {
    rememberDraft(kept, false)
    expect(recallDrafts(day)).toEqual([kept])
    expect([localStorage.length, isKept(kept.id)]).toEqual([0, false])
  })
  it('stay on the device when the person asks for it, and leave it when he no longer does', () => {
    rememberDraft(kept, true)
    sessionStorage.clear()
    expect(recallDrafts(day)).toEqual([kept])
    expect(isKept(kept.id)).toBe(true)
    rememberDraft(kept, false)
    sessionStorage.clear()
    expect(recallDrafts(day)).toEqual([])
  })
  it('are shown once, and not after their time', () => {
    rememberDraft(kept, true)
    expect(recallDrafts(day)).toHaveLength(1)
    expect(recallDrafts(kept.until)).toEqual([])
  })
  it('are forgotten', () => {
    rememberDraft(kept, true)
    forgetDraft(kept.id)
    expect(recallDrafts(day)).toEqual([])
  })
  it('keep nothing of what was written on the device', () => {
    rememberDraft(kept, true)
    expect(Object.keys(JSON.parse(localStorage.getItem('huying.drafts')!)[0])).toEqual(['id', 'code', 'subject', 'name', 'until'])
  })
  it('ignore what somebody else left there', () => {
    sessionStorage.setItem('huying.drafts', '{"a":1}')
    localStorage.setItem('huying.drafts', 'nonsense')
    expect(recallDrafts(day)).toEqual([])
  })
})

it('opens by a link whose key does not reach the server', () => {
  const link = new URL(draftLink(kept))
  expect([link.pathname, link.search]).toEqual(['/apply/resume', ''])
  expect(readDraftLink(link.hash)).toEqual({ id: kept.id, code: kept.code })
  expect(readDraftLink('#half')).toBeUndefined()
})

it('goes on where it was left', () => expect(readNote(noteOf('theme/01X', 'materials'))).toEqual({ subject: 'theme/01X', step: 'materials' }))
