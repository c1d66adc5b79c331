import { useStore } from '@xyflow/react'
import { useContext, useMemo } from 'react'
import { useSession } from '../../app/use-session'
import type { Point } from '../../layout'
import { reach } from './use-wiring'
import { targetAt } from './wire'
import { PictureContext, WireContext } from './wire-context'

const zoomOf = ({ transform }: { transform: readonly [number, number, number] }) => transform[2]

/** What the held wire would be dropped on at a point of the picture, tried with the shapes there are; null where that is nothing. */
export function useWireTarget(point: Point) {
  const session = useSession()
  const held = useContext(WireContext)
  const { layout, ports } = useContext(PictureContext)!
  const zoom = useStore(zoomOf)
  const found = held === null ? null : targetAt(held, layout, ports, point, reach / zoom)
  const target = found?.target
  const preview = useMemo(
    () => (target === undefined ? null : session.connectionPreview(target.from, target.to, target.slot)),
    [session, target],
  )
  return found === null || preview === null ? null : { at: found.at, from: found.target.from, preview }
}
