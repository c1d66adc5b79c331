/** Where the cards of an inside stand: what is computed first at the top. The same for the same inside. */
import { Graph, layout } from '@dagrejs/dagre'
import type { Inside, InsideEdge, InsideNode } from './inside'
import { labelOf } from './label'

export interface Point {
  readonly x: number
  readonly y: number
}

/** A node with its middle and size. */
export interface PlacedNode extends Point {
  readonly node: InsideNode
  readonly width: number
  readonly height: number
}

/** An edge with the points its line goes through. */
export interface PlacedEdge {
  readonly edge: InsideEdge
  readonly points: readonly Point[]
}

export interface PlacedInside {
  readonly width: number
  readonly height: number
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
}

/** Widths of a letter of the title and of the line below it, in pixels; generous, since fonts differ. */
const titleLetter = 7
const detailLetter = 5.8

/** The size of a card: as wide as its words. */
export function cardSize(node: InsideNode): { width: number; height: number } {
  const { title, detail } = labelOf(node)
  const isSmall = node.kind === 'op' || node.kind === 'tensor'
  return { width: Math.ceil(Math.max(title.length * titleLetter, detail.length * detailLetter) + 18), height: isSmall ? 32 : 38 }
}

const margin = 12

/** Places an inside. */
export function placeInside({ nodes, edges }: Inside): PlacedInside {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 22, edgesep: 14, ranksep: 26 })
  for (const node of nodes) graph.setNode(node.id, cardSize(node))
  edges.forEach((edge, i) => graph.setEdge(edge.from, edge.to, {}, String(i)))
  layout(graph)
  const middles = nodes.map(({ id }) => graph.node(id) as Point)
  const lines = edges.map(({ from, to }, i) => (graph.edge(from, to, String(i)) as { points: Point[] }).points)

  // Lines may run outside of all cards, where dagre does not look.
  const corners = nodes.flatMap((node, i) => cornersOf(middles[i]!, cardSize(node)))
  const all = [...corners, ...lines.flat()]
  const [left, top] = [Math.min(...all.map(({ x }) => x)) - margin, Math.min(...all.map(({ y }) => y)) - margin]
  const at = ({ x, y }: Point): Point => ({ x: Math.round(x - left), y: Math.round(y - top) })
  return {
    width: Math.ceil(Math.max(...all.map(({ x }) => x)) - left + margin),
    height: Math.ceil(Math.max(...all.map(({ y }) => y)) - top + margin),
    nodes: nodes.map((node, i) => ({ node, ...cardSize(node), ...at(middles[i]!) })),
    edges: edges.map((edge, i) => ({ edge, points: lines[i]!.map(at) })),
  }
}

function cornersOf({ x, y }: Point, { width, height }: { width: number; height: number }): Point[] {
  return [
    { x: x - width / 2, y: y - height / 2 },
    { x: x + width / 2, y: y + height / 2 },
  ]
}
