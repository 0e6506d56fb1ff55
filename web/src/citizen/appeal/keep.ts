import { saveFile } from '@/ui/saveFile'
import { t } from './words'

/** Puts text on the clipboard; on plain http by way of a selection, as the modern way is missing there. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.setAttribute('readonly', '')
    area.className = 'visually-hidden'
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}

/** Draws number and code as a picture, which a phone keeps among its photos, and offers it for saving. */
export function saveAsImage(number: string, code: string) {
  const canvas = document.createElement('canvas')
  canvas.width = 900
  canvas.height = 560
  const c = canvas.getContext('2d')!
  const write = (text: string, y: number, size: number, weight = 400, colour = '#15242a') => {
    c.fillStyle = colour
    c.font = `${weight} ${size}px system-ui, sans-serif`
    c.fillText(text, 60, y)
  }
  c.fillStyle = '#ffffff'
  c.fillRect(0, 0, canvas.width, canvas.height)
  write(t('imageTitle'), 100, 40, 600, '#0f6478')
  write(t('number'), 190, 32, 400, '#43545c')
  write(number, 255, 60, 700)
  write(t('code'), 345, 32, 400, '#43545c')
  write(code, 410, 60, 700)
  write(t('imageNote'), 500, 30, 400, '#43545c')
  canvas.toBlob((blob) => {
    if (blob) saveFile(blob, `${t('number')}${number}.png`)
  })
}
