import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { type LaidEdge, type LaidNode, type Point, card, samplePath, svgPath } from '../layout'
import type { Light } from './lit-links'
import styles from './LinkLine.module.css'
import { useLine } from './use-line'

export interface LinkData extends Record<string, unknown> {
  readonly edge: LaidEdge
  /** The cards it is laid between. */
  readonly ends: readonly [LaidNode, LaidNode]
  readonly shape: string
  readonly light: Light
  readonly isBad: boolean
  readonly isDropTarget: boolean
}

export type LinkEdge = Edge<LinkData, 'link'>

/** A link as the layout drew it; its shape shows under the pointer. */
export const LinkLine = memo(function LinkLine({ data, source, target }: EdgeProps<LinkEdge>) {
  const { shape, light, isBad, isDropTarget } = data!
  const edge = useLine(data!, source, target)
  const points = samplePath(edge, 8)
  const [x, y] = wordsAt(edge, points)
  return (
    <g className={styles.link} data-light={light} data-bad={isBad} data-drop={isDropTarget}>
      <BaseEdge path={svgPath(edge)} interactionWidth={16} className={styles.line} />
      <path className={styles.arrow} d={arrowTo(points.at(-1)!, points.at(-2)!)} />
      <text className={styles.shape} x={x} y={y - 5}>
        {shape}
      </text>
    </g>
  )
})

/** An arrow's head at a link's end, drawn where it stands: moved there, each would be painted as a layer of its own. */
function arrowTo([x, y]: Point, [beforeX, beforeY]: Point): string {
  const length = Math.hypot(x - beforeX, y - beforeY) || 1
  const [alongX, alongY] = [(x - beforeX) / length, (y - beforeY) / length]
  const corner = (side: number) => `${x - 6 * alongX - side * alongY} ${y - 6 * alongY + side * alongX}`
  return `M${corner(3.2)}L${x} ${y}L${corner(-3.2)}z`
}

/** Where a link's words stand. Cards lie over links, so they must not stand between two cards, nor where the link passes some. */
function wordsAt(edge: LaidEdge, points: readonly Point[]): Point {
  const [x, y] = points[edge.points.length > 2 && edge.kind === 'curve' ? 4 : points.length >> 1]!
  const isShort = edge.kind === 'straight' && points.at(-1)![0] - points[0]![0] < 90
  return isShort ? [x, y - card.height / 2] : [x, y]
}
