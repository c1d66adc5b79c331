import { ViewportPortal } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Layout } from '../layout'
import styles from './Canvas.module.css'

/** The bands behind the cards, one a level. */
export const Lanes = memo(function Lanes({ layout: { lanes, bounds } }: { layout: Layout }) {
  const { t } = useTranslation()
  return (
    <ViewportPortal>
      <div className={styles.lanes}>
        {lanes.map(({ level, stride, y, height, label }) => (
          <div
            key={level}
            className={styles.lane}
            style={{ left: 0, top: y, width: bounds.x + bounds.width + 14, height }}
            role="note"
            aria-label={t('canvas.lane', { label, stride })}
          >
            <b>{label}</b>
            <span>{`/${stride}`}</span>
          </div>
        ))}
      </div>
    </ViewportPortal>
  )
})
