import { BaseEdge, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { softLine } from '../../graph-core/inside/line'
import styles from './Inside.module.css'
import type { WayEdge } from './flow-parts'

/** A tensor on its way, with its shape. */
export const WayLine = memo(function WayLine({ data }: EdgeProps<WayEdge>) {
  const { points, words, shape, isLit } = data!
  const [before, end] = points.slice(-2) as [(typeof points)[number], (typeof points)[number]]
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI
  return (
    <g className={styles.way} data-lit={isLit}>
      <BaseEdge path={softLine(points)} interactionWidth={12} className={styles.line} />
      <path className={styles.arrow} d="M-6,-3.2L0,0L-6,3.2z" transform={`translate(${end.x} ${end.y}) rotate(${angle})`} />
      <text x={words.x} y={words.y + 4}>
        {shape}
      </text>
    </g>
  )
})
