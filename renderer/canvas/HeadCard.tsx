import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Card.module.css'
import { CardName } from './CardName'
import { MarkBadge } from './MarkBadge'
import type { CardNode } from './cards'
import { Ports } from './wiring/Ports'

/** The head: it spans the lanes it reads, each map named where it arrives. */
export const HeadCard = memo(function HeadCard({ data, selected }: NodeProps<CardNode>) {
  const { t } = useTranslation()
  const { i, module, title, isMuted, category, shape, share, hasFailed, error, ports } = data
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
        data-head
        aria-label={hasFailed ? t('canvas.nodeFailed', name) : isMuted ? t('canvas.nodeMuted', name) : t('canvas.node', name)}
        title={error}
      >
        <header className={styles.name}>
          <CardName data={data} />
          <MarkBadge mark={data.mark} />
          <small>{i}</small>
        </header>
        {ports.map(({ y, text }, slot) => (
          <div key={slot} className={styles.arrival} style={{ top: y }}>
            {text}
          </div>
        ))}
        <p className={styles.headShape}>{shape ?? t('canvas.noShape')}</p>
        <span className={styles.share} style={{ width: `${share * 100}%` }} />
      </article>
      <Ports i={i} ports={data.wires} slots={data.slots} />
    </>
  )
})
