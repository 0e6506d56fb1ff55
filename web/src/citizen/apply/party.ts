import type { components } from '@/api/schema'
import type { Answers, Field } from '@/ui/form/answers/fields'
import { validCredit, validId, validPhone } from '@/ui/personal/check'
import { t } from './words'

export type Party = components['schemas']['ApprovalParty']
export type PartyFaults = Record<string, string>

export const emptyParty = (): Party => ({ kind: '', name: '', idNumber: '', phone: '', address: '', legal: '', contact: '' })
export const emptyAgent = () => ({ kind: 'entrusted', name: '', idNumber: '', phone: '' })

const bare = (text: string) => text.normalize('NFKC').replace(/\s/g, '')

/** A party as it is handed in: without blanks in the numbers, and without what does not belong to its kind. */
export function tidyParty(p: Party): Party {
  const number = (text: string) => bare(text).toUpperCase()
  const own = { kind: p.kind, name: p.name.trim(), idNumber: number(p.idNumber), phone: bare(p.phone), address: p.address?.trim() || undefined }
  const firm = p.kind === 'firm' ? { legal: p.legal?.trim() || undefined, contact: p.contact?.trim() || undefined } : {}
  const agent = p.agent && { ...p.agent, name: p.agent.name.trim(), idNumber: number(p.agent.idNumber), phone: bare(p.agent.phone) }
  return { ...own, ...firm, agent }
}

/** What is wrong with who applies, by the names under which the server tells of them. */
export function partyFaults(given: Party): PartyFaults {
  const p = tidyParty(given)
  const faults: PartyFaults = {}
  const say = (name: string, wrong: boolean, sentence: string) => wrong && !faults[name] && (faults[name] = sentence)
  say('party.kind', !p.kind, t('kindNeeded'))
  say('party.name', !p.name, t(p.kind === 'firm' ? 'firmNameNeeded' : 'nameNeeded'))
  say('party.idNumber', p.kind === 'firm' && !validCredit(p.idNumber), t('badCredit'))
  say('party.idNumber', p.kind !== 'firm' && !validId(p.idNumber), t('badIdentity'))
  say('party.phone', !validPhone(p.phone), t('badPhone'))
  if (!p.agent) return faults
  say('party.agent.name', !p.agent.name, t('nameNeeded'))
  say('party.agent.idNumber', !validId(p.agent.idNumber), t('badIdentity'))
  say('party.agent.phone', !validPhone(p.agent.phone), t('badPhone'))
  return faults
}

/**
 * What of the party the catalogue's common fields ask again, by their codes. A code names the thing itself, so the answer is
 * known already. A catalogue with other codes asks once more, and nothing is lost.
 */
const known: Record<string, (p: Party) => string | undefined> = {
  person_name: (p) => (p.kind === 'person' ? p.name : p.contact),
  id_number: (p) => (p.kind === 'person' ? p.idNumber : ''),
  mobile: (p) => p.phone,
  address: (p) => p.address,
  firm_name: (p) => (p.kind === 'firm' ? p.name : ''),
  credit_code: (p) => (p.kind === 'firm' ? p.idNumber : ''),
  firm_address: (p) => (p.kind === 'firm' ? p.address : ''),
  legal_person: (p) => (p.kind === 'firm' ? p.legal : ''),
  contact_name: (p) => (p.kind === 'firm' ? p.contact : p.name),
  agent_name: (p) => p.agent?.name,
  agent_id_number: (p) => p.agent?.idNumber,
  agent_mobile: (p) => p.agent?.phone,
}

/** Fills in what follows from the party, where nothing else was written: what stands there is empty, or came from `before`. */
export function echo(fields: readonly Field[], answers: Answers, party: Party, before: Party): Answers {
  const out = { ...answers }
  for (const { code } of fields) {
    const value = known[code]?.(party) ?? ''
    const was = out[code] ?? ''
    if (value && (was === '' || was === (known[code]!(before) ?? ''))) out[code] = value
  }
  return out
}

/** How the result is to arrive, where the form asks for that already. */
export const collects: Record<string, string> = { pick: 'handed', mail: 'posted', electronic: 'electronic' }
export const collectField = 'deliver'
