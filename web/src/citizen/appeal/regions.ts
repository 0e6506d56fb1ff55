/** A place, as the public list gives it. */
export interface Region {
  id: string
  name: string
  level: string
  parent: string
}

/**
 * The lists that lead to a place: the first shows what lies under the root, each further one what lies under the choice
 * before it. `chosen` is the place chosen so far, '' for none.
 */
export function cascade(regions: Region[], chosen: string): { choice: string; options: Region[] }[] {
  const byId = new Map(regions.map((r) => [r.id, r]))
  const way: string[] = []
  for (let r = byId.get(chosen); r; r = byId.get(r.parent)) way.unshift(r.id)
  let parent = regions.find((r) => !byId.has(r.parent))?.id ?? ''
  if (way[0] === parent) way.shift()
  const lists = []
  for (let i = 0; ; i++) {
    const options = regions.filter((r) => r.parent === parent)
    if (!options.length) return lists
    const choice = way[i] ?? ''
    lists.push({ choice, options })
    if (!choice) return lists
    parent = choice
  }
}
