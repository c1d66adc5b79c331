import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Card.module.css'
import { CardFrame } from './CardFrame'
import type { CardNode } from './cards'

/** The head: it spans the lanes it reads, each map named where it arrives. */
export const HeadCard = memo(function HeadCard({ data, selected }: NodeProps<CardNode>) {
  const { t } = useTranslation()
  const shape = data.shape ?? t('canvas.noShape')
  return (
    <CardFrame data={data} isSelected={selected} isHead>
      {data.ports.map(({ y, text }, slot) => (
        <div key={slot} className={styles.arrival} style={{ top: y }}>
          {text}
        </div>
      ))}
      <p className={styles.headShape} data-long={shape.length > 10}>
        {shape}
      </p>
    </CardFrame>
  )
})
