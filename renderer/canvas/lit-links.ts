import type { LaidEdge } from '../layout'

/** `near`: touches the selection; `far`: leads to it or comes from it; `off`: neither; `plain`: nothing is selected. */
export type Light = 'plain' | 'near' | 'far' | 'off'

/** How each link is lit by the selected rows. */
export function litLinks(edges: readonly LaidEdge[], selected: ReadonlySet<number>): Light[] {
  if (selected.size === 0) return edges.map(() => 'plain')
  const { above, below } = reachOf(edges, selected)
  return edges.map(({ from, to }) => (selected.has(from) || selected.has(to) ? 'near' : above.has(to) || below.has(from) ? 'far' : 'off'))
}

/** The rows that lead to some rows, and those that come from them, each with the rows themselves. */
export function reachOf(edges: readonly LaidEdge[], rows: ReadonlySet<number>): { above: ReadonlySet<number>; below: ReadonlySet<number> } {
  const [above, below] = [new Set(rows), new Set(rows)]
  // Rows read earlier rows only, so one pass each way reaches everything.
  for (const { from, to } of [...edges].sort((a, b) => a.to - b.to)) if (below.has(from)) below.add(to)
  for (const { from, to } of [...edges].sort((a, b) => b.to - a.to)) if (above.has(to)) above.add(from)
  return { above, below }
}
