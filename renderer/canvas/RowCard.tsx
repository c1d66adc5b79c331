import { Handle, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Card.module.css'
import { MarkBadge } from './MarkBadge'
import type { CardNode } from './cards'

/** A row: name, arguments that matter, output and share of parameters. */
export const RowCard = memo(function RowCard({ data, selected }: NodeProps<CardNode>) {
  const { t } = useTranslation()
  const { i, module, title, category, shape, share, hasFailed, error } = data
  const name = { i, module, arguments: data.arguments, shape: shape ?? t('canvas.noShape') }
  return (
    <article
      className={styles.card}
      style={{ '--colour': `var(--category-${category})` }}
      data-selected={selected}
      data-mark={data.mark?.kind}
      data-failed={hasFailed || error !== undefined}
      data-unknown={shape === null}
      aria-label={hasFailed ? t('canvas.nodeFailed', name) : t('canvas.node', name)}
      title={error}
    >
      <header className={styles.name}>
        <b>{title ?? module}</b>
        <MarkBadge mark={data.mark} />
        <small>{i}</small>
      </header>
      <p className={styles.arguments}>{data.arguments}</p>
      <p className={styles.shape}>{shape ?? t('canvas.noShape')}</p>
      <span className={styles.share} style={{ width: `${share * 100}%` }} />
      <Inputs i={i} slots={data.slots} />
      <Handle id="out" type="source" position={Position.Right} className={styles.port} role="img" aria-label={t('canvas.output', { i })} />
    </article>
  )
})

function Inputs({ i, slots }: { i: number; slots: number }) {
  const { t } = useTranslation()
  return Array.from({ length: slots }, (_, slot) => (
    <Handle
      key={slot}
      id={String(slot)}
      type="target"
      position={Position.Left}
      className={styles.port}
      style={{ top: `${((slot + 1) / (slots + 1)) * 100}%` }}
      role="img"
      aria-label={t('canvas.input', { i, slot })}
    />
  ))
}
