/** Groups and the links to them, as React Flow draws them. */
import { type Node, Position } from '@xyflow/react'
import type { Report } from '../../../graph-core/analysis'
import { shapeText } from '../../app/format'
import type { CardNode } from '../cards'
import type { LinkEdge } from '../LinkLine'
import type { Frame } from './frames'

export interface GroupData extends Record<string, unknown> {
  readonly index: number
  readonly title: string
  readonly colour: string
  readonly rows: readonly number[]
  readonly isSelected: boolean
  /** Of a folded group: what its last row gives. */
  readonly shape: string | null
  readonly hasFailed: boolean
}

export type FrameNode = Node<GroupData, 'frame' | 'folded'>

/** The nodes to draw: the groups, and above them the cards that are in no folded one. */
export function withGroups(cards: readonly CardNode[], frames: readonly Frame[], report: Report): Node[] {
  if (frames.length === 0) return [...cards]
  const folded = new Set(frames.flatMap(({ group, members }) => (group.isCollapsed ? [...members] : [])))
  const groups = frames.map(({ id, group, members, x, y, width, height }): FrameNode => {
    const inside = cards.filter((card) => members.has(card.id))
    return {
      id,
      type: group.isCollapsed ? 'folded' : 'frame',
      position: { x, y },
      width,
      height,
      // Known before it is drawn, so that links to it are there at once.
      measured: { width, height },
      handles: [
        { type: 'target', position: Position.Left, x: 0, y: height / 2, width: 0, height: 0 },
        { type: 'source', position: Position.Right, x: width, y: height / 2, width: 0, height: 0 },
      ],
      selectable: false,
      // Its buttons have the keyboard, not the frame.
      focusable: false,
      connectable: false,
      // Only a frame’s title is for hands: links and the canvas inside it are as elsewhere.
      ...(group.isCollapsed ? {} : { style: { pointerEvents: 'none' } }),
      data: {
        index: group.index,
        title: group.title,
        colour: group.colour,
        rows: group.rows,
        isSelected: inside.every(({ selected }) => selected),
        shape: shapeText(report.rows[group.rows.at(-1)!]?.out ?? null),
        hasFailed: inside.some(({ data }) => data.hasFailed),
      },
    }
  })
  return [...groups, ...cards.filter(({ id }) => !folded.has(id))]
}

/** The links to draw: those of a folded group's rows are its own, those inside it are not seen. */
export function rerouted(links: readonly LinkEdge[], frames: readonly Frame[]): readonly LinkEdge[] {
  const standIn = new Map(
    frames.flatMap(({ id, group, members }) => (group.isCollapsed ? [...members].map((row) => [row, id] as const) : [])),
  )
  if (standIn.size === 0) return links
  const seen = new Set<string>()
  return links.flatMap((link): LinkEdge[] => {
    const [source, target] = [standIn.get(link.source) ?? link.source, standIn.get(link.target) ?? link.target]
    if (source === link.source && target === link.target) return [link]
    const ends = `${source} ${target}`
    if (source === target || seen.has(ends)) return []
    seen.add(ends)
    return [{ ...link, source, target, sourceHandle: null, targetHandle: null }]
  })
}
