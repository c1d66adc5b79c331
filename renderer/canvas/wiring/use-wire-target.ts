import { useStore } from '@xyflow/react'
import { useContext } from 'react'
import type { Point } from '../../layout'
import { reach } from './use-wiring'
import { targetAt } from './wire'
import { PictureContext, WireContext } from './wire-context'

const zoomOf = ({ transform }: { transform: readonly [number, number, number] }) => transform[2]

/** What the held wire would be dropped on at a point of the picture; null where that is nothing. */
export function useWireTarget(point: Point) {
  const held = useContext(WireContext)
  const { layout, ports } = useContext(PictureContext)!
  const zoom = useStore(zoomOf)
  return held === null ? null : targetAt(held, layout, ports, point, reach / zoom)
}
