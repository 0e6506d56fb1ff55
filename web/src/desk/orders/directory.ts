export interface Branch {
  value: string
  label: string
  children?: Branch[]
}

/** Makes a tree of nodes whose paths end in their ids: /c/b/a/ lies under /c/b/. What has no parent here is a root. */
export function tree(nodes: { id: string; name: string; path: string }[]): Branch[] {
  const roots: Branch[] = []
  const byPath = new Map<string, Branch>()
  for (const n of nodes) {
    const branch: Branch = { value: n.id, label: n.name }
    byPath.set(n.path, branch)
    const parent = byPath.get(n.path.replace(/[^/]+\/$/, ''))
    if (parent) (parent.children ??= []).push(branch)
    else roots.push(branch)
  }
  return roots
}

/** The nodes of a tree in a row, each named with what it lies under; a single root is left out of the names. */
export function flat(branches: Branch[], under = ''): { value: string; label: string }[] {
  const alone = !under && branches.length === 1
  return branches.flatMap((b) => {
    const label = under && under !== '/' ? `${under} › ${b.label}` : b.label
    return [{ value: b.value, label }, ...flat(b.children ?? [], alone ? '/' : label)]
  })
}
