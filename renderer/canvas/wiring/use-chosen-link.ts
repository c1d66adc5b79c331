import type { Edge, EdgeChange } from '@xyflow/react'
import { type KeyboardEvent, useState } from 'react'
import { useApp } from '../../app/use-app'
import { useSession } from '../../app/use-session'
import { keysOf } from '../../app/shortcuts'
import { isPress } from '../../app/shortcuts/press'
import type { Layout } from '../../layout'
import type { LinkEdge } from '../LinkLine'
import type { Link } from './wire'

/** The link that was clicked, or chosen by Enter: Delete means it, and blocks are added into it. Choosing rows lets it go. */
export function useChosenLink(layout: Layout, hasRows: boolean) {
  const session = useSession()
  const { settings } = useApp()
  const [id, setId] = useState<string | null>(null)
  const chosen = hasRows ? undefined : layout.edges.find(({ from, to, slot }) => `${from}-${to}-${slot}` === id)
  const link: Link | null = chosen ?? null

  const choose = (next: string) => {
    session.select([])
    setId(next)
  }
  return {
    link,
    id: link === null ? null : id,
    letGo: () => setId(null),
    /** For React Flow. */
    flow: {
      onEdgeClick: (_: unknown, edge: Edge) => choose(edge.id),
      onEdgesChange(changes: EdgeChange<LinkEdge>[]) {
        const last = changes.findLast((change) => change.type === 'select' && change.selected)
        if (last?.type === 'select') choose(last.id)
      },
    },
    /** Takes the chosen link away. True where the key meant that. */
    onKeyDown(event: KeyboardEvent): boolean {
      if (link === null || (event.target as Element).matches('input, textarea')) return false
      if (event.key === 'Escape') {
        setId(null)
        return true
      }
      if (!keysOf('delete', settings.getSnapshot()).some((keys) => isPress(event.nativeEvent, keys))) return false
      event.preventDefault()
      session.disconnect(link.to, link.slot)
      return true
    },
  }
}
