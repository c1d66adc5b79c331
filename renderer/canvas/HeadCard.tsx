import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Card.module.css'
import { MarkBadge } from './MarkBadge'
import type { CardNode } from './cards'

/** The head: it spans the lanes it reads, each map named where it arrives. */
export const HeadCard = memo(function HeadCard({ data, selected }: NodeProps<CardNode>) {
  const { t } = useTranslation()
  const { i, module, title, category, shape, share, hasFailed, error, ports } = data
  const name = { i, module, arguments: data.arguments, shape: shape ?? t('canvas.noShape') }
  return (
    <article
      className={styles.card}
      style={{ '--colour': `var(--category-${category})` }}
      data-selected={selected}
      data-mark={data.mark?.kind}
      data-failed={hasFailed || error !== undefined}
      data-head
      aria-label={hasFailed ? t('canvas.nodeFailed', name) : t('canvas.node', name)}
      title={error}
    >
      <header className={styles.name}>
        <b>{title ?? module}</b>
        <MarkBadge mark={data.mark} />
        <small>{i}</small>
      </header>
      {ports.map(({ y, text }, slot) => (
        <div key={slot} className={styles.arrival} style={{ top: y }}>
          {text}
          <Handle
            id={String(slot)}
            type="target"
            position={Position.Left}
            className={styles.port}
            role="img"
            aria-label={t('canvas.input', { i, slot })}
          />
        </div>
      ))}
      <p className={styles.headShape}>{shape ?? t('canvas.noShape')}</p>
      <span className={styles.share} style={{ width: `${share * 100}%` }} />
    </article>
  )
})
