/** Where the cards of an inside stand: what is computed first at the top. The same for the same inside. */
import { arrange } from './arrange'
import type { Inside, InsideEdge, InsideNode } from './inside'
import { labelOf } from './label'
import type { Point } from './line'

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

/** Places an inside. */
export function placeInside({ nodes, edges }: Inside): PlacedInside {
  const sizes = nodes.map((node) => ({ id: node.id, ...cardSize(node) }))
  const { width, height, cards, lines } = arrange({ cards: sizes, lines: edges.map(({ from, to }) => ({ from, to })) })
  return {
    width,
    height,
    nodes: nodes.map((node, i) => ({ node, ...cardSize(node), ...cards[i]! })),
    edges: edges.map((edge, i) => ({ edge, points: lines[i]!.points })),
  }
}
