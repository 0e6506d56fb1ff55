import { expect, type Page } from '@playwright/test'

/** An application as officials read it. */
export interface Row {
  id: string
  number: string
  version: number
}

/** A verb on an application, done at an official's desk. It goes by the version that stands now. */
export async function does(desk: Page, number: string, verb: string, body: object = {}) {
  const found = (await (await desk.request.get('/api/applications', { params: { q: number } })).json()) as { items: Row[] }
  const row = found.items.find((r) => r.number === number)
  expect(row, number).toBeTruthy()
  const answer = await desk.request.post(`/api/applications/${row!.id}/${verb}`, { data: { version: row!.version, ...body } })
  expect(answer.ok(), `${verb}: ${await answer.text()}`).toBe(true)
}

/** What an applicant of the city holds, by how his application stands. */
export function held(what: string): { number: string; code: string } {
  const all = JSON.parse(process.env.HUYING_TICKETS ?? '[]') as { what: string; number: string; code: string }[]
  const found = all.find((x) => x.what.includes(what))
  expect(found, what).toBeTruthy()
  return found!
}
