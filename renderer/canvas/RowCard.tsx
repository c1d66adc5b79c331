import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Card.module.css'
import { CardName } from './CardName'
import { MarkBadge } from './MarkBadge'
import type { CardNode } from './cards'
import { Ports } from './wiring/Ports'

/** A row: name, arguments that matter, output and share of parameters. */
export const RowCard = memo(function RowCard({ data, selected }: NodeProps<CardNode>) {
  const { t } = useTranslation()
  const { i, module, title, isMuted, category, shape, share, hasFailed, error } = data
  const name = {
    i,
    module: title === undefined ? module : `${title} (${module})`,
    arguments: data.arguments,
    shape: shape ?? t('canvas.noShape'),
  }
  return (
    <>
      <article
        className={styles.card}
        style={{ '--colour': `var(--category-${category})` }}
        data-selected={selected}
        data-mark={data.mark?.kind}
        data-muted={isMuted}
        data-failed={hasFailed || error !== undefined}
        data-unknown={shape === null}
        aria-label={hasFailed ? t('canvas.nodeFailed', name) : isMuted ? t('canvas.nodeMuted', name) : t('canvas.node', name)}
        title={error}
      >
        <header className={styles.name}>
          <CardName data={data} />
          <MarkBadge mark={data.mark} />
          <small>{i}</small>
        </header>
        <p className={styles.arguments}>
          {isMuted ? t('canvas.muted') : title === undefined ? data.arguments : `${module} ${data.arguments}`}
        </p>
        <p className={styles.shape}>{shape ?? t('canvas.noShape')}</p>
        <span className={styles.share} style={{ width: `${share * 100}%` }} />
      </article>
      <Ports i={i} ports={data.wires} slots={data.slots} />
    </>
  )
})
