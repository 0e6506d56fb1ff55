const greeting = /^(尊敬的)?(领导|您|你|各位|工作人员|同志|市长|书记|县长|12345)*(们)?(好|您好|你好)?[，,。！!：:\s]+/
const longest = 30
/** A phrase shorter than this says too little to stand alone. */
const shortest = 6

/** Marks and blanks at an end; what closes a bracket or a quotation is none. */
const edges = /^[\s\p{Pd}\p{Pc}，,、。．.！!？?；;：:…·~～/\\|&+=*#@）)】》」』”’]+|[\s\p{Pd}\p{Pc}\p{Ps}\p{Pi}，,、。．.！!？?；;：:…·~～/\\|&+=*#@]+$/gu
const trimmed = (text: string) => text.replace(edges, '')
const lengthOf = (text: string) => [...text].length

/** A number or a foreign word, with what joins its parts: 13800001111, 2026-03-01, 3.5%, B-12. */
const whole = /[\p{Script=Latin}\p{N}]+(?:[.\-_/:@&][\p{Script=Latin}\p{N}]+)*[%℃]?/gu
/** Words that lead on to the next one: a heading does not end with them. */
const leading = new Set('的 地 得 了 着 在 和 与 及 或 把 被 对 向 从 并 而 但 是 有 就 也 都 还 给 让 将 于 为 因 以 因为 所以 以及 但是 而且 并且 还有 已经 正在 没有'.split(' '))

/** A text in the words at whose ends it may be cut. */
function wordsOf(text: string): string[] {
  const words: string[] = []
  let from = 0
  for (const m of [...text.matchAll(whole), undefined]) {
    const plain = text.slice(from, m?.index)
    words.push(...('Segmenter' in Intl ? [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(plain)].map((s) => s.segment) : [...plain]))
    if (m) words.push(m[0])
    from = m ? m.index + m[0].length : from
  }
  return words
}

/** As many words as fit, without those that lead on to what is left out. */
function cut(text: string): string {
  const words: string[] = []
  let room = longest
  for (const word of wordsOf(text)) {
    if ((room -= lengthOf(word)) < 0) break
    words.push(word)
  }
  const blank = (word: string) => leading.has(word) || trimmed(word) === ''
  while (words.length > 1 && blank(words.at(-1)!)) words.pop()
  return closed(trimmed(words.join('')))
}

/** Without a bracket or quotation that was opened and no more closed. */
function closed(text: string): string {
  const open = text.search(/[（(【《「『“‘][^）)】》」』”’]*$/)
  return open > 0 ? trimmed(text.slice(0, open)) : text
}

/** Words that end the name of a place. A short phrase that ends so tells where, and not yet what is the matter. */
const where = /(?:小区|社区|街道|[街路巷村镇乡]|广场|公园|市场|学校|[小中]学|医院|[号楼栋幢室层座]|单元|路口|门口|附近|旁边|对面)$/
const onlyWhere = (phrase: string) => lengthOf(phrase) < longest / 2 && where.test(phrase)

/**
 * A heading made of what a citizen wrote: the first sentence without its greeting, and the next one with it where the first
 * only tells the place; one that is too long ends with a phrase, or at least with a word.
 */
export function suggestTitle(body: string): string {
  const text = body.trim().replace(greeting, '')
  const [first, second] = [...text.matchAll(/[^。！？!?；;\n]+/g)].filter((m) => trimmed(m[0]))
  if (!first) return ''
  const more = second && onlyWhere(trimmed(first[0])) ? second : first
  const sentence = trimmed(text.slice(first.index, more.index + more[0].length)).replace(/\n/g, ' ')
  if (lengthOf(sentence) <= longest) return sentence
  const phrases = [...sentence.matchAll(/[，,、：:\s]+/g)].filter((m) => !joins(sentence, m.index, m[0]))
  const fitting = phrases.map((m) => closed(trimmed(sentence.slice(0, m.index)))).filter((p) => lengthOf(p) >= shortest && lengthOf(p) <= longest && !onlyWhere(p))
  return fitting.at(-1) ?? cut(sentence)
}

/** A mark within a number or a foreign name, 10:30 or Wi Fi, ends no phrase. */
const joins = (text: string, at: number, mark: string) => /[\p{Script=Latin}\p{N}]$/u.test(text.slice(0, at)) && /^[\p{Script=Latin}\p{N}]/u.test(text.slice(at + mark.length))
