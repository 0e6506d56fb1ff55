/** A derivation in plain words, and apart from them what it rests on: rules, notices, the calendar. */
export interface Told {
  plain: string
  grounds: string[]
}

const ground = /^(?:[A-Z]{3,4}-\d{2,3}(?:、[A-Z]{3,4}-\d{2,3})*|放假安排：.*|历法版本：.*)$/

/**
 * Takes the grounds out of a derivation (deadline.Explain), where they stand in brackets behind what rests on them:
 * 第5个工作日为5月11日，应于当日24:00前完成（HOT-58；放假安排：国办发明电〔2025〕7号；历法版本：2026年）.
 */
export function tellApart(paragraph: string): Told {
  const grounds: string[] = []
  const plain = paragraph.replace(/（((?:[^（）]|（[^（）]*）)*)）/g, (whole, inside: string) => {
    const parts = inside.split('；')
    if (!parts.every((p) => ground.test(p))) return whole
    grounds.push(...parts)
    return ''
  })
  return { plain, grounds: [...new Set(grounds)] }
}
