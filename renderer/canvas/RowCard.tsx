import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Card.module.css'
import { CardFrame } from './CardFrame'
import type { CardNode } from './cards'

/** A row: name, arguments that matter, output and share of parameters. */
export const RowCard = memo(function RowCard({ data, selected }: NodeProps<CardNode>) {
  const { t } = useTranslation()
  const { module, title, isMuted, shape } = data
  return (
    <CardFrame data={data} isSelected={selected}>
      <p className={styles.arguments}>
        {isMuted ? t('canvas.muted') : title === undefined ? data.arguments : `${module} ${data.arguments}`}
      </p>
      <p className={styles.shape} data-long={shape !== null && shape.length > 10}>
        {shape ?? t('canvas.noShape')}
      </p>
    </CardFrame>
  )
})
