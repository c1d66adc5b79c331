import type { Node } from '@xyflow/react'
import type { KeyboardEvent } from 'react'
import { useSession } from '../../app/use-session'

/** Cards chosen by mouse and keyboard. */
export function useSelection(indexOf: (rowId: string) => number) {
  const session = useSession()
  return {
    onNodeClick: (_: unknown, node: Node) => session.select([indexOf(node.id)]),
    onPaneClick: () => session.select([]),
    onKeyDown(event: KeyboardEvent) {
      const focused = (event.target as Element).closest('.react-flow__node')?.getAttribute('data-id')
      if (event.key === 'Enter' && focused != null) session.select([indexOf(focused)])
    },
  }
}
