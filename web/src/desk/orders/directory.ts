import type { Node } from './types'

export interface Branch {
  value: string
  label: string
  children?: Branch[]
}

/** Makes a tree of nodes whose paths end in their ids: /c/b/a/ lies under /c/b/. What has no parent here is a root. */
export function tree(nodes: Node[]): Branch[] {
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
