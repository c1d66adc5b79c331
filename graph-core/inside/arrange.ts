/** Cards of given sizes put in order by dagre, what is computed first at the top. The same for the same cards and lines. */
import { Graph, layout } from '@dagrejs/dagre'
import type { Point } from './line'

export interface CardSize {
  readonly id: string
  readonly width: number
  readonly height: number
}

/** A line between two cards; one that has words keeps room for them. */
export interface LineEnds {
  readonly from: string
  readonly to: string
  readonly words?: { readonly width: number; readonly height: number }
}

/** What is to be arranged. Plain data. */
export interface Loose {
  readonly cards: readonly CardSize[]
  readonly lines: readonly LineEnds[]
}

/** Middles of the cards, and lines with the middle of their words, in the order they were given. */
export interface Arranged {
  readonly width: number
  readonly height: number
  readonly cards: readonly Point[]
  readonly lines: readonly { readonly points: readonly Point[]; readonly words: Point | null }[]
}

const margin = 12

/** Arranges cards and lines. */
export function arrange({ cards, lines }: Loose): Arranged {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 22, edgesep: 14, ranksep: 26 })
  for (const { id, width, height } of cards) graph.setNode(id, { width, height })
  lines.forEach(({ from, to, words }, i) => graph.setEdge(from, to, words === undefined ? {} : { ...words, labelpos: 'c' }, String(i)))
  layout(graph)
  const middles = cards.map(({ id }) => graph.node(id) as Point)
  const routes = lines.map(({ from, to }, i) => graph.edge(from, to, String(i)) as { points: Point[] } & Partial<Point>)

  // Lines may run outside of all cards, where dagre does not look.
  const corners = cards.flatMap((card, i) => cornersOf(middles[i]!, card))
  const wordCorners = routes.flatMap(({ x, y }, i) => (x === undefined ? [] : cornersOf({ x, y: y! }, lines[i]!.words!)))
  const all = [...corners, ...wordCorners, ...routes.flatMap(({ points }) => points)]
  const [left, top] = [Math.min(...all.map(({ x }) => x)) - margin, Math.min(...all.map(({ y }) => y)) - margin]
  const at = ({ x, y }: Point): Point => ({ x: Math.round(x - left), y: Math.round(y - top) })
  return {
    width: Math.ceil(Math.max(...all.map(({ x }) => x)) - left + margin),
    height: Math.ceil(Math.max(...all.map(({ y }) => y)) - top + margin),
    cards: middles.map(at),
    lines: routes.map(({ points, x, y }) => ({ points: points.map(at), words: x === undefined ? null : at({ x, y: y! }) })),
  }
}

function cornersOf({ x, y }: Point, { width, height }: { width: number; height: number }): Point[] {
  return [
    { x: x - width / 2, y: y - height / 2 },
    { x: x + width / 2, y: y + height / 2 },
  ]
}
