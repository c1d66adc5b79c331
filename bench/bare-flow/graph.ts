/** What the bare page draws: the cards and links of one of our pictures, in their places. */
import type { Report } from '../../graph-core/analysis'
import type { Layout } from '../../renderer/layout'

export interface BareGraph {
  readonly nodes: readonly {
    readonly id: string
    readonly position: { readonly x: number; readonly y: number }
    readonly width: number
    readonly height: number
    readonly data: { readonly name: string; readonly shape: string }
  }[]
  readonly edges: readonly { readonly id: string; readonly source: string; readonly target: string }[]
}

export const bareGraph = ({ nodes, edges }: Layout, { rows }: Report): BareGraph => ({
  nodes: nodes.map(({ i, x, y, width, height }) => ({
    id: String(i),
    position: { x, y },
    width,
    height,
    data: { name: rows[i]!.module, shape: String(i) },
  })),
  edges: edges.map(({ from, to, slot }) => ({ id: `${from}-${to}-${slot}`, source: String(from), target: String(to) })),
})
