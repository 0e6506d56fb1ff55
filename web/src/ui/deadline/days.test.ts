import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { cellWord, daySentence, fold, runDates, runWords, type Run, type StripDay } from './days'
import DayStrip from './DayStrip.vue'

/** Days from the 1st of October 2026: one letter each. s start, c counted, w weekend, h holiday, p paused, d due, o over. */
function days(letters: string): StripDay[] {
  let n = 0
  let over = 0
  return [...letters].map((c, i) => {
    const date = new Date(Date.UTC(2026, 9, 1 + i)).toISOString().slice(0, 10)
    const kind = c === 'w' ? 'weekend' : c === 'h' ? 'holiday' : 'workday'
    const mark = ({ s: 'start', c: 'counted', w: 'free', h: 'free', p: 'paused', d: 'due', o: 'overdue' } as const)[c as 's']
    if (c === 'c' || c === 'd') n++
    if (c === 'o') over++
    return { date, kind, name: c === 'h' ? '国庆节' : '', mark, n: c === 'o' ? over : n }
  })
}

const long = days('scccccwwcccccwwcccccwwcd')
const isRun = (c: unknown): c is Run => typeof c === 'object' && c !== null && 'days' in c

describe('fold', () => {
  it('leaves a short strip alone', () => expect(fold(days('sccd'), '2026-10-02', 10)).toHaveLength(4))

  it('keeps the start, the due day and the days around today', () => {
    const today = long[10]!.date
    const shown = fold(long, today, 10).filter((c): c is StripDay => !isRun(c)).map((c) => c.date)
    for (const i of [0, 9, 10, 11, long.length - 1]) expect(shown).toContain(long[i]!.date)
  })

  it.each(['scccccwwcccccwwcccccwwcd', 'scccpppppppppwwppppccccd', 'schhhhhhhcccccwwcccccdooooowwoooo', 'sd', ''])(
    'loses no day and keeps their order: %s',
    (letters) => {
      const all = days(letters)
      for (const today of ['2026-10-01', '2026-10-09', '2027-01-01']) {
        expect(fold(all, today, 7).flatMap((c) => (isRun(c) ? c.days : [c]))).toEqual(all)
      }
    },
  )

  it('does not mix a pause with counted days, and takes weekends along', () => {
    const runs = fold(days('sccccppppwwpppppccccd'), '', 5).filter(isRun)
    expect(runs.map((r) => r.phase)).toContain('paused')
    expect(runs.filter((r) => r.phase === 'paused').flatMap((r) => r.days.map((d) => d.kind))).toContain('weekend')
  })

  it('folds whole weekends only, and the dates of a stretch are those of its numbers', () => {
    let seed = 7
    const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n
    for (let round = 0; round < 300; round++) {
      let letters = 's'
      for (let i = 5 - random(5); letters.length < 12 + random(30); i++) letters += i % 7 >= 5 ? 'w' : 'cccpo'[random(40) < 36 ? 0 : random(5)]
      const all = days(letters + 'd')
      const cells = fold(all, all[random(all.length)]!.date, 7)
      const place = new Map(cells.flatMap((c, i) => (isRun(c) ? c.days.map((d) => [d.date, i] as const) : [[c.date, -1] as const])))
      all.forEach((d, i) => {
        if (i && d.kind === 'weekend' && all[i - 1]!.kind === 'weekend') expect([letters, place.get(d.date)]).toEqual([letters, place.get(all[i - 1]!.date)])
      })
      for (const run of cells.filter(isRun)) expect([run.days[0]!.kind, run.days.at(-1)!.kind]).toEqual(['workday', 'workday'])
    }
  })

  it('names what it folded', () => {
    const run = fold(long, '', 5).filter(isRun)[0]!
    expect(runWords(run)).toMatch(/^第2—\d+日$/)
    expect(runDates(run)).toMatch(/^10月3日—\d+日$/)
  })
})

describe('a day in words', () => {
  it.each([['s', '起算'], ['c', '第1日'], ['w', '休'], ['p', '暂停'], ['d', '到期'], ['o', '超1日']])('%s is %s', (c, word) =>
    expect(cellWord(days(c)[0]!)).toBe(word),
  )
  it('is a whole sentence for listeners', () => {
    expect(daySentence(days('h')[0]!, '2026-10-01')).toBe('2026年10月1日（今天），周四，法定节假日（国庆节），不计入期限')
    const sameDay = { date: '2026-11-20', kind: 'workday', name: '', mark: 'due' } as StripDay // its number is left out
    expect(daySentence(sameDay, '')).toBe('2026年11月20日，周五，工作日，到期')
  })
})

describe('DayStrip', () => {
  it('is a list that marks today, explains itself and opens on demand', async () => {
    const w = mount(DayStrip, { props: { days: long, today: long[1]!.date, max: 10 } })
    expect(w.findAll('ol > li').length).toBeLessThan(long.length)
    expect(w.find('[aria-current=date]').text()).toContain('今天')
    expect(w.find('.legend').text()).not.toContain('暂停')
    await w.find('button.fold').trigger('click')
    expect(w.findAll('ol > li')).toHaveLength(long.length)
    expect(w.find('button.fold').attributes('aria-expanded')).toBe('true')
  })
})
