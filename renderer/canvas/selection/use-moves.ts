import type { Node } from '@xyflow/react'
import { useSession } from '../../app/use-session'
import type { Layout } from '../../layout'

/** Cards moved by hand. */
export function useMoves(layout: Layout, indexOf: (rowId: string) => number) {
  const session = useSession()
  return {
    onNodeDragStop(_: unknown, node: Node) {
      const { x, y } = layout.nodes[indexOf(node.id)]!
      if (node.position.x !== x || node.position.y !== y) session.moveNode(indexOf(node.id), [node.position.x, node.position.y])
    },
  }
}
