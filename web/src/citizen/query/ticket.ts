/** What opens one's own order: its number and its query code. */
export interface Ticket {
  number: string
  code: string
}

/** The numbers as they were given, however they were typed: wide digits, spaces, another dash or none. */
export function plainTicket({ number, code }: Ticket): Ticket {
  const plain = (text: string) => text.normalize('NFKC').replace(/\s/g, '')
  const dashed = plain(number).toUpperCase().replace(/[-‐-―−]+/g, '-')
  return { number: dashed.replace(/^([A-Z]{2})?(\d{8})-?(\d{5,}(?:-\d+)?)$/, '$1$2-$3'), code: plain(code) }
}

const key = 'huying.ticket'

function read(store: Storage): Ticket | undefined {
  const text = store.getItem(key)
  if (!text) return undefined
  const [number, code] = text.split(' ')
  return number && code ? { number, code } : undefined
}

/** The ticket of this visit, or the one the person asked to be remembered. */
export function recallTicket(): { ticket?: Ticket; kept: boolean } {
  try {
    const kept = read(localStorage)
    return { ticket: read(sessionStorage) ?? kept, kept: !!kept }
  } catch {
    return { kept: false } // storage may be forbidden by the browser
  }
}

/** Keeps the ticket for this visit; beyond it only if the person ticks it. */
export function rememberTicket(ticket: Ticket, keep: boolean) {
  try {
    const text = `${ticket.number} ${ticket.code}`
    sessionStorage.setItem(key, text)
    if (keep) localStorage.setItem(key, text)
    else localStorage.removeItem(key)
  } catch {
    // the numbers stay on the page
  }
}

export function forgetTicket() {
  try {
    sessionStorage.removeItem(key)
    localStorage.removeItem(key)
  } catch {
    // nothing was kept
  }
}
