import { type FinalConnectionState, type HandleType, type OnConnectStartParams, useReactFlow } from '@xyflow/react'
import { useRef, useState } from 'react'
import { useSession } from '../../app/use-session'
import { type Layout, type Point, cardAt } from '../../layout'
import type { LinkEdge } from '../LinkLine'
import type { AskMenu } from '../menu/use-menus'
import type { Port } from './ports'
import { pointerOf } from './pointer'
import { type HeldWire, type Link, type Wire, holdWire, targetAt } from './wire'

/** How far from a port a wire snaps to it, in the window. */
export const reach = 26

/** Wires pulled from ports, and ends of links moved. What a drop does is found out here; React Flow follows the pointer. */
export function useWiring(layout: Layout, ports: readonly (readonly Port[])[], ask: AskMenu) {
  const session = useSession()
  const { screenToFlowPosition, getZoom } = useReactFlow()
  const [held, setHeld] = useState<HeldWire | null>(null)
  const moved = useRef<Link | undefined>(undefined)

  function start({ nodeId, handleId, handleType }: OnConnectStartParams): void {
    const i = layout.indexOf.get(nodeId ?? '')
    if (i === undefined) return
    setHeld(holdWire(session, wireAt(i, handleType === 'source' ? 'out' : Number(handleId ?? 0))))
  }

  /** What a hand takes at a port: of an input with a link the end of that link, as in other node editors. */
  function wireAt(i: number, port: number | 'out'): Wire {
    const link = moved.current
    if (port === 'out') return { seeks: 'input', from: i, ...(link && { moved: link }) }
    if (link !== undefined) return { seeks: 'output', to: i, slot: port, moved: link }
    const there = layout.edges.find(({ to, slot }) => to === i && slot === port)
    return there === undefined ? { seeks: 'output', to: i, slot: port } : { seeks: 'input', from: there.from, moved: there }
  }

  function drop(event: MouseEvent | TouchEvent): void {
    moved.current = undefined
    setHeld(null)
    if (held === null) return
    const at = pointerOf(event)
    const { x, y } = screenToFlowPosition({ x: at[0], y: at[1] })
    const point: Point = [x, y]
    const found = targetAt(held, layout, ports, point, reach / getZoom())
    if (found !== null) {
      const { target } = found
      const { outcome, canForce } = session.connectionPreview(target.from, target.to, target.slot)
      if (outcome !== 'refused' || (canForce && event.altKey)) connect(held.wire, target)
      return
    }
    if (cardAt(layout.nodes, point) === undefined && isOverPicture(at)) letGo(held.wire, at)
  }

  function connect({ moved: link }: Wire, to: { readonly from: number; readonly to: number; readonly slot: number }): void {
    if (link === undefined || link.from !== to.from) session.connect(to.from, to.to, to.slot)
    else if (link.to !== to.to || link.slot !== to.slot) session.moveLink(link, to)
  }

  /** On empty canvas, the end of a link lets go where its row can do without it; any other end asks for a block. */
  function letGo(wire: Wire, at: readonly [number, number]): void {
    if (wire.moved !== undefined && session.canDisconnect(wire.moved.to)) session.disconnect(wire.moved.to, wire.moved.slot)
    else if (wire.moved !== undefined) ask({ kind: 'add', place: { kind: 'link', ...wire.moved }, at })
    else if (wire.seeks === 'input') ask({ kind: 'add', place: { kind: 'output', from: wire.from }, at })
    else ask({ kind: 'add', place: { kind: 'input', to: wire.to, slot: wire.slot }, at })
  }

  return {
    held,
    /** For React Flow. Nothing is valid to it, so that it leaves every drop to us. */
    flow: {
      connectOnClick: false,
      isValidConnection: () => false,
      onConnectStart: (_: unknown, params: OnConnectStartParams) => start(params),
      onConnectEnd: (event: MouseEvent | TouchEvent, _: FinalConnectionState) => drop(event),
      onReconnect: () => {},
      onReconnectStart: (_: unknown, { data }: LinkEdge, __: HandleType) => void (moved.current = data?.edge),
    },
  }
}

/** Whether a drop is meant for the picture, and not for what lies beside it. */
const isOverPicture = ([x, y]: readonly [number, number]) => document.elementFromPoint(x, y)?.closest('.react-flow') != null
