import type { ConnectionLineComponentProps } from '@xyflow/react'
import { useContext } from 'react'
import { svgPath } from '../../layout'
import styles from './Wire.module.css'
import { WireContext } from './wire-context'
import { useWireTarget } from './use-wire-target'

/** A wire between its port and the hand, or the port it snaps to. */
export function WireLine({ fromX, fromY, toX, toY }: ConnectionLineComponentProps) {
  const held = useContext(WireContext)
  const found = useWireTarget([toX, toY])
  const [from, to] = [[fromX, fromY] as const, found?.at ?? ([toX, toY] as const)]
  const points = held?.wire.seeks === 'output' ? [to, from] : [from, to]
  return (
    <g className={styles.wire} data-wire={found?.target.outcome}>
      <path d={svgPath({ kind: 'free', points })} />
      <circle cx={to[0]} cy={to[1]} r={4} />
    </g>
  )
}
