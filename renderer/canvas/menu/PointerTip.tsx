import { useStore } from '@xyflow/react'
import type { ReactNode } from 'react'
import type { Point } from '../../layout'
import styles from './PointerTip.module.css'

interface Props {
  /** In the picture. */
  readonly at: Point
  readonly outcome?: 'ok' | 'reorders' | 'refused'
  readonly children: ReactNode
}

interface Flow {
  readonly transform: readonly [number, number, number]
  readonly width: number
  readonly height: number
}

const flowOf = ({ transform: [x, y, zoom], width, height }: Flow) => `${x} ${y} ${zoom} ${width} ${height}`

/** Words beside the hand, on the side where there is room. */
export function PointerTip({ at, outcome, children }: Props) {
  const [dx, dy, zoom, width, height] = useStore(flowOf).split(' ').map(Number) as [number, number, number, number, number]
  const [x, y] = [at[0] * zoom + dx, at[1] * zoom + dy]
  const across = x > width / 2 ? { right: width - x + 18 } : { left: x + 18 }
  const along = y > height / 2 ? { bottom: height - y + 14 } : { top: y + 14 }
  return (
    <div className={styles.tip} role="status" data-tip data-outcome={outcome} style={{ ...across, ...along }}>
      {children}
    </div>
  )
}
