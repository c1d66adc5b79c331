import type { LaidEdge } from '../layout'

/** `near`: touches the selection; `far`: leads to it or comes from it; `off`: neither; `plain`: nothing is selected. */
export type Light = 'plain' | 'near' | 'far' | 'off'

/** How each link is lit by the selected rows. */
export function litLinks(edges: readonly LaidEdge[], selected: ReadonlySet<number>): Light[] {
  if (selected.size === 0) return edges.map(() => 'plain')
  const [above, below] = [new Set(selected), new Set(selected)]
  // Rows read earlier rows only, so one pass each way reaches everything.
  for (const { from, to } of [...edges].sort((a, b) => a.to - b.to)) if (below.has(from)) below.add(to)
  for (const { from, to } of [...edges].sort((a, b) => b.to - a.to)) if (above.has(to)) above.add(from)
  return edges.map(({ from, to }) => (selected.has(from) || selected.has(to) ? 'near' : above.has(to) || below.has(from) ? 'far' : 'off'))
}
