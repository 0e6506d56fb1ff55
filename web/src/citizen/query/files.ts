/** Whether a browser shows such a file by itself; everything else is kept. */
export const mayOpen = (type: string) => type === 'application/pdf' || ['image/jpeg', 'image/png', 'image/webp'].includes(type)

/** Puts a file into a window that was opened for it. False when the window is gone. */
export function show(place: Window, content: Blob): boolean {
  if (place.closed) return false
  const address = URL.createObjectURL(content)
  place.location.replace(address)
  setTimeout(() => URL.revokeObjectURL(address), 600_000) // as long as somebody may still be reading
  return true
}

export { saveFile as keep } from '@/ui/saveFile'
