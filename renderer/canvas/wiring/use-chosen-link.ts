import type { Edge, EdgeChange } from '@xyflow/react'
import { type KeyboardEvent, useState } from 'react'
import { useApp } from '../../app/use-app'
import { useSession } from '../../app/use-session'
import { keysOf } from '../../app/shortcuts'
import { isPress } from '../../app/shortcuts/press'
import { type Layout, linkId } from '../../layout'
import type { LinkEdge } from '../LinkLine'
import type { Session } from '../../session'
import type { Link } from './wire'

/** The link that was clicked, or chosen by Enter: Delete means it, and blocks are added into it. Choosing rows lets it go. */
export function useChosenLink(layout: Layout, hasRows: boolean) {
  const session = useSession()
  const { settings } = useApp()
  // By its rows, which keep their ids while numbers change; ids of another model are others.
  const [chosen, setChosen] = useState<{ readonly of: Session; readonly key: string } | null>(null)
  const keyOf = ({ from, to, slot }: Link) => `${layout.nodes[from]!.rowId} ${layout.nodes[to]!.rowId} ${slot}`
  if (hasRows && chosen !== null) setChosen(null)
  const isKnown = !hasRows && chosen?.of === session
  const link: Link | null = (isKnown && layout.edges.find((edge) => keyOf(edge) === chosen.key)) || null

  const choose = (id: string) => {
    const edge = layout.edges.find((each) => linkId(each) === id)
    session.select([])
    setChosen(edge === undefined ? null : { of: session, key: keyOf(edge) })
  }
  return {
    link,
    id: link === null ? null : linkId(link),
    letGo: () => setChosen(null),
    /** For React Flow. */
    flow: {
      onEdgeClick: (_: unknown, edge: Edge) => choose(edge.id),
      onEdgesChange(changes: EdgeChange<LinkEdge>[]) {
        const last = changes.findLast((change) => change.type === 'select' && change.selected)
        if (last?.type === 'select') choose(last.id)
      },
    },
    /** Chooses the link that has the keyboard, takes the chosen one away. True where the key meant that. */
    onKeyDown(event: KeyboardEvent): boolean {
      const focused = (event.target as Element).closest('.react-flow__edge')?.getAttribute('data-id')
      if (focused != null && (event.key === 'Enter' || event.key === ' ')) {
        event.preventDefault()
        choose(focused)
        return true
      }
      if (link === null || (event.target as Element).matches('input, textarea')) return false
      if (event.key === 'Escape') {
        setChosen(null)
        return true
      }
      if (!keysOf('delete', settings.getSnapshot()).some((keys) => isPress(event.nativeEvent, keys))) return false
      event.preventDefault()
      session.disconnect(link.to, link.slot)
      return true
    },
  }
}
