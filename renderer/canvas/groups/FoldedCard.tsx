import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { FoldButton } from './FoldButton'
import { ShareBar } from '../shares'
import { colourOf } from './frames'
import type { FrameNode } from './group-nodes'
import styles from './Groups.module.css'
import { GroupTitle } from './GroupTitle'

/** A folded group: one card in the place of its rows’. */
export const FoldedCard = memo(function FoldedCard({ data }: NodeProps<FrameNode>) {
  const { t } = useTranslation()
  const { colour, rows, shape, hasFailed, isSelected } = data
  return (
    <section className={styles.folded} style={{ '--colour': colourOf(colour) }} data-selected={isSelected} data-failed={hasFailed}>
      <header className={styles.header}>
        <FoldButton data={data} isFolded />
        <GroupTitle data={data} />
      </header>
      <p className={styles.rows}>{t('group.rows', { count: rows.length })}</p>
      <p className={styles.shape}>{shape ?? t('canvas.noShape')}</p>
      <ShareBar rows={rows} className={styles.share} />
      <Handle type="target" position={Position.Left} className={styles.port} isConnectable={false} />
      <Handle type="source" position={Position.Right} className={styles.port} isConnectable={false} />
    </section>
  )
})
