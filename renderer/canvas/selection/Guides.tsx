import { ViewportPortal } from '@xyflow/react'
import styles from './Selection.module.css'
import type { Guide } from './align'

/** Lines along which a card that is dragged stands with others. */
export function Guides({ guides }: { guides: readonly Guide[] }) {
  if (guides.length === 0) return null
  return (
    <ViewportPortal>
      <svg className={styles.guides} aria-hidden>
        {guides.map(({ axis, at, from, to }) => (
          <line
            key={`${axis} ${at}`}
            {...(axis === 'x' ? { x1: at, x2: at, y1: from - 8, y2: to + 8 } : { x1: from - 8, x2: to + 8, y1: at, y2: at })}
          />
        ))}
      </svg>
    </ViewportPortal>
  )
}
