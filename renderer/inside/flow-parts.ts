/** A picture as React Flow draws it. */
import type { Edge, Node } from '@xyflow/react'
import type { TFunction } from 'i18next'
import type { InsideNode } from '../../graph-core/inside'
import { shapesText } from '../../graph-core/inside/label'
import type { Point } from '../../graph-core/inside/line'
import { cardSize } from './arrangement'
import type { Picture } from './use-arranged'
import { type Words, kindOf } from './words'

export interface PartData extends Record<string, unknown> {
  readonly words: Words
  readonly kind: InsideNode['kind']
  readonly colour: string
}

export type PartNode = Node<PartData, 'part'>

export interface WayData extends Record<string, unknown> {
  readonly points: readonly Point[]
  /** Where its shape is written. */
  readonly words: Point
  readonly shape: string
  readonly isLit: boolean
}

export type WayEdge = Edge<WayData, 'way'>

/** One card a node. */
export function partNodes({ inside, words, arranged }: Picture, t: TFunction): PartNode[] {
  return inside.nodes.map((node, i) => {
    const { width, height } = cardSize(words[i]!)
    const middle = arranged.cards[i]!
    return {
      id: node.id,
      type: 'part',
      position: { x: middle.x - width / 2, y: middle.y - height / 2 },
      width,
      height,
      measured: { width, height },
      data: { words: words[i]!, kind: node.kind, colour: `var(--category-${kindOf(node)}, var(--inside-${node.kind}))` },
      ariaLabel: labelOf(node, words[i]!, t),
    }
  })
}

function labelOf({ kind, call }: InsideNode, { title, path, lines }: Words, t: TFunction): string {
  const said = [path, title, ...lines].filter((text) => text !== '').join(', ')
  return kind === 'module' && call !== undefined ? said : t(`inside.said.${kind === 'module' ? 'op' : kind}`, { said })
}

/** One line a tensor on its way; lit are those of the selected node. */
export function wayEdges({ inside, arranged }: Picture, selected: string | null, t: TFunction): WayEdge[] {
  return inside.edges.map(({ from, to, shape }, i): WayEdge => {
    const { points, words } = arranged.lines[i]!
    const text = shapesText([shape])
    return {
      id: String(i),
      type: 'way',
      source: from,
      target: to,
      data: { points, words: words!, shape: text, isLit: from === selected || to === selected },
      ariaLabel: t('inside.way', { from, to, shape: text }),
      focusable: false,
    }
  })
}
