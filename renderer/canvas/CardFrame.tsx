import { useNodeId } from '@xyflow/react'
import { type ReactNode, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { issueLines } from '../app/issue-text'
import styles from './Card.module.css'
import { CardName } from './CardName'
import { MarkBadge } from './MarkBadge'
import type { CardData } from './cards'
import { DistanceContext } from './distance'
import { useRenaming } from './selection/renaming'
import { ShareBar } from './shares'
import { Ports } from './wiring/Ports'
import { WireContext } from './wiring/wire-context'

interface Props {
  readonly data: CardData
  readonly isSelected: boolean | undefined
  /** A head spans lanes. */
  readonly isHead?: boolean
  /** Between the name and the bar of its share. */
  readonly children: ReactNode
}

/** What every card has: its colour and state, name and number, its bar, and the places where wires touch it. */
export function CardFrame({ data, isSelected, isHead, children }: Props) {
  const { t, i18n } = useTranslation()
  const isNear = useContext(DistanceContext) !== 'far'
  const isWireHeld = useContext(WireContext) !== null
  const isRenamed = useRenaming().id === useNodeId()
  // From afar only colour and place are seen; pictures of hundreds of cards move the faster for it.
  const isReadable = isNear || isRenamed
  const { i, module, title, isMuted, category, shape, hasFailed, error, mark } = data
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
        data-selected={isSelected}
        data-mark={mark?.kind}
        data-muted={isMuted}
        data-failed={hasFailed || error !== undefined}
        data-unknown={isHead === true ? undefined : shape === null}
        data-head={isHead}
        aria-label={t(hasFailed ? 'canvas.nodeFailed' : isMuted ? 'canvas.nodeMuted' : 'canvas.node', name)}
        title={error && issueLines(error, i18n)}
      >
        {isReadable && (
          <>
            <header className={styles.name}>
              <CardName data={data} />
              <MarkBadge mark={mark} />
              <small>{i}</small>
            </header>
            {children}
          </>
        )}
        <ShareBar rows={i} className={styles.share} />
      </article>
      {(isNear || isWireHeld) && <Ports i={i} ports={data.wires} slots={data.slots} />}
    </>
  )
}
