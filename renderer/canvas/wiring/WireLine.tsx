import type { ConnectionLineComponentProps } from '@xyflow/react'
import { useContext } from 'react'
import { type Point, svgPath } from '../../layout'
import styles from './Wire.module.css'
import { useWireTarget } from './use-wire-target'
import { PictureContext, WireContext } from './wire-context'

/** A wire between its port and the hand, or the port it snaps to. */
export function WireLine({ fromX, fromY, toX, toY }: ConnectionLineComponentProps) {
  const held = useContext(WireContext)
  const found = useWireTarget([toX, toY])
  const { layout } = useContext(PictureContext)!
  const moved = held?.wire.moved
  const link = layout.edges.find(({ from, to, slot }) => from === moved?.from && to === moved.to && slot === moved.slot)
  // The end of a link is taken at the port it reaches; the wire is held by its beginning.
  const from: Point = held?.wire.seeks === 'input' && link !== undefined ? link.points[0]! : [fromX, fromY]
  const to: Point = found?.at ?? [toX, toY]
  const points = held?.wire.seeks === 'output' ? [to, from] : [from, to]
  return (
    <g className={styles.wire} data-wire={found?.preview.outcome}>
      <path d={svgPath({ kind: 'free', points })} />
      <circle cx={to[0]} cy={to[1]} r={4} />
    </g>
  )
}
