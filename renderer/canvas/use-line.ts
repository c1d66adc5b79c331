import { type InternalNode, useStoreApi } from '@xyflow/react'
import type { LinkData } from './LinkLine'
import { type LaidEdge, type LaidNode, linkOnTheWay } from '../layout'

/**
 * How a link is drawn now: as it is laid while its cards are in their places, else from one card to the other as they are. React Flow draws a link
 * again whenever one of its cards moves, so this only has to look.
 */
export function useLine({ edge, ends }: LinkData, source: string, target: string): LaidEdge {
  const { nodeLookup } = useStoreApi().getState()
  const [from, to] = [now(ends[0], nodeLookup.get(source)), now(ends[1], nodeLookup.get(target))]
  if (from === ends[0] && to === ends[1]) return edge
  return linkOnTheWay(edge, from, to, edge.points.at(-1)![1] - ends[1].y)
}

function now(laid: LaidNode, node: InternalNode | undefined): LaidNode {
  if (node === undefined) return laid
  const { x, y } = node.internals.positionAbsolute
  if (node.id === laid.rowId) return x === laid.x && y === laid.y ? laid : { ...laid, x, y }
  // The card of a folded group stands for it.
  return { ...laid, x, y, width: node.width ?? laid.width, height: node.height ?? laid.height, isHead: false }
}
