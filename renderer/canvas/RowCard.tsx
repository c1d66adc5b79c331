import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Card.module.css'
import { CardFrame } from './CardFrame'
import type { CardNode } from './cards'

/** A row: name, arguments that matter, output and share of parameters. */
export const RowCard = memo(function RowCard({ data, selected }: NodeProps<CardNode>) {
  const { t } = useTranslation()
  const { module, title, isMuted } = data
  const shape = data.shape ?? t('canvas.noShape')
  const words = isMuted ? t('canvas.muted') : title === undefined ? data.arguments : `${module} ${data.arguments}`
  return (
    <CardFrame data={data} isSelected={selected}>
      <p className={styles.arguments} data-long={words.length > 13}>
        {words}
      </p>
      <p className={styles.shape} data-long={shape.length > 10}>
        {shape}
      </p>
    </CardFrame>
  )
})
