const greeting = /^(尊敬的)?(领导|您|你|各位|工作人员|同志|市长|书记|县长|12345)*(们)?(好|您好|你好)?[，,。！!：:\s]+/
const longest = 30

/** A heading made of what a citizen wrote: the first sentence without its greeting, at most 30 characters. */
export function suggestTitle(body: string): string {
  const text = body.trim().replace(greeting, '')
  const sentence = text.split(/[。！？!?；;\n]/).map((s) => s.trim()).find(Boolean) ?? ''
  if (sentence.length <= longest) return sentence
  const short = sentence.slice(0, longest)
  const comma = Math.max(short.lastIndexOf('，'), short.lastIndexOf(','), short.lastIndexOf('、'))
  return comma >= 8 ? short.slice(0, comma) : short
}
