import { ViewportPortal } from '@xyflow/react'
import { memo } from 'react'
import { useSnapshot } from '../app/use-session'
import styles from './FindBar.module.css'
import { useMatches } from './use-find'

/** How far a frame stands off its card, in canvas units. */
const gap = 4

/** A frame around each card that holds what is looked for. */
export const FoundCards = memo(function FoundCards() {
  const layout = useSnapshot(({ layout }) => layout)
  const matches = useMatches()
  return (
    <ViewportPortal>
      {matches.map((i) => {
        const { x, y, width, height } = layout.nodes[i]!
        return (
          <span
            key={i}
            className={styles.found}
            data-found={i}
            style={{ transform: `translate(${x - gap}px, ${y - gap}px)`, width: width + 2 * gap, height: height + 2 * gap }}
          />
        )
      })}
    </ViewportPortal>
  )
})
