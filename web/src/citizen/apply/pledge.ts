import { t } from './words'

/** Breaks a text into lines that are no wider than `width`, as `measure` tells. */
export function wrap(text: string, width: number, measure: (line: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const c of text) {
    if (line && measure(line + c) > width) {
      lines.push(line)
      line = ''
    }
    line += c
  }
  return line ? [...lines, line] : lines
}

const side = 60
const wide = 1000
const size = 28
const gap = size * 1.7

/** The letter of commitment as a picture: what is promised, line by line, the signature and the day. */
export function drawPledge(terms: readonly string[], signer: string, day: string, signature: HTMLCanvasElement): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  const c = canvas.getContext('2d')!
  const font = (px: number, weight = 400) => `${weight} ${px}px system-ui, sans-serif`
  c.font = font(size)
  const text = [t('pledgeIntro', { name: signer }), ...terms.map((term, i) => `${i + 1}．${term}`)]
  const lines = text.flatMap((p) => [...wrap(p, wide - 2 * side, (l) => c.measureText(l).width), ''])
  canvas.width = wide
  canvas.height = side * 3 + (lines.length + 1) * gap + signature.height + gap * 2
  c.fillStyle = '#ffffff'
  c.fillRect(0, 0, canvas.width, canvas.height)
  c.fillStyle = '#15242a'
  c.font = font(40, 600)
  c.textAlign = 'center'
  c.fillText(t('pledge'), wide / 2, side + 40)
  c.textAlign = 'left'
  c.font = font(size)
  let y = side * 2 + 40
  for (const line of lines) c.fillText(line, side, (y += line ? gap : gap / 2))
  c.fillText(t('pledgeSigned'), side, (y += gap))
  c.drawImage(signature, side, y + 10)
  c.fillText(day, side, y + signature.height + gap)
  return new Promise((done) => canvas.toBlob(done, 'image/png'))
}
