import type { CSSProperties, PointerEvent } from 'react'
import { classColour } from '../../../graph-core/detections/class-colour'
import { type Found, cornersOf } from '../../../graph-core/detections/found'
import { limbsOf, seenFrom, visibilityOf } from '../../../graph-core/detections/skeleton'
import styles from './Picture.module.css'

interface Props<F extends Found> {
  readonly shown: readonly F[]
  readonly active: F | null
  /** How large a keypoint is, in pixels of the image. */
  readonly dot: number
  readonly onHover: (found: F | null) => void
}

const areaOfBox = ({ box: [x1, y1, x2, y2] }: Found) => (x2 - x1) * (y2 - y1)

/** What was found, drawn in pixels of the image; small things lie above large ones, so that each can be pointed at. */
export function Marks<F extends Found>({ shown, active, dot, onHover }: Props<F>) {
  const inOrder = [...shown].sort((a, b) => areaOfBox(b) - areaOfBox(a))
  return (
    <g data-active={active !== null}>
      {inOrder.map((found) => (
        <Mark
          key={shown.indexOf(found)}
          found={found}
          dot={dot}
          isActive={found === active}
          onPointerEnter={() => onHover(found)}
          onPointerLeave={() => onHover(null)}
        />
      ))}
      {/* Above all others, and out of the pointer's way. */}
      {active !== null && shown.includes(active) && (
        <g className={styles.front}>
          <Shapes found={active} dot={dot} />
        </g>
      )}
    </g>
  )
}

interface MarkProps {
  readonly found: Found
  readonly dot: number
  readonly isActive: boolean
  readonly onPointerEnter: (event: PointerEvent) => void
  readonly onPointerLeave: (event: PointerEvent) => void
}

function Mark({ found, dot, isActive, ...pointer }: MarkProps) {
  const { box, turned } = found
  return (
    <g className={styles.mark} data-mark data-class={found.class} data-active={isActive} {...pointer}>
      <path className={styles.target} d={turned === undefined ? pathOfBox(box) : pathOf(cornersOf(turned))} />
      <Shapes found={found} dot={dot} />
    </g>
  )
}

function Shapes({ found, dot }: { found: Found; dot: number }) {
  const { box, turned, outline = [], points = [] } = found
  const frame = turned === undefined ? pathOfBox(box) : pathOf(cornersOf(turned))
  const mask = outline.map(pathOf).join('')
  const faint = (least: number) => (least < seenFrom ? 0.15 + (0.5 * least) / seenFrom : 1)
  return (
    <g style={{ '--colour': classColour(found.class) } as CSSProperties}>
      {mask !== '' && <path className={styles.mask} d={mask} />}
      <path className={styles.halo} d={frame} />
      <path className={styles.line} d={frame} />
      {limbsOf(points).map(([a, b], k) => (
        <g key={k} opacity={faint(Math.min(visibilityOf(a), visibilityOf(b)))}>
          <path className={styles.halo} d={`M${a[0]} ${a[1]}L${b[0]} ${b[1]}`} />
          <path className={styles.line} d={`M${a[0]} ${a[1]}L${b[0]} ${b[1]}`} />
        </g>
      ))}
      {points.map((point, k) => (
        <circle key={k} className={styles.point} cx={point[0]} cy={point[1]} r={dot} opacity={faint(visibilityOf(point))} />
      ))}
    </g>
  )
}

const pathOf = (ring: readonly (readonly [number, number])[]) =>
  ring.length === 0 ? '' : `M${ring.map(([x, y]) => `${x} ${y}`).join('L')}Z`
const pathOfBox = ([x1, y1, x2, y2]: Found['box']) => `M${x1} ${y1}H${x2}V${y2}H${x1}Z`
