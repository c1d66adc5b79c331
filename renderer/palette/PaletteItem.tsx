import { Star } from 'lucide-react'
import { Tooltip } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { BlockPreview } from './BlockPreview'
import styles from './Palette.module.css'
import { startDrag } from './dragged-block'
import type { Entry } from './entries'

interface Props {
  readonly entry: Entry
  readonly isFavourite: boolean
  /** Whether Tab comes here; the other items are reached from it by arrows. */
  readonly isFirst: boolean
  /** What a click does, and what the target makes of the block. */
  readonly hints: readonly string[]
  readonly onInsert: () => void
  readonly onKeep: () => void
}

/** One block of the palette: to be clicked, dragged or kept; what it is stands beside it while it is looked at. */
export function PaletteItem({ entry, isFavourite, isFirst, hints, onInsert, onKeep }: Props) {
  const { t, i18n } = useTranslation()
  const chinese = i18n.language.startsWith('zh') ? entry.zh?.name : undefined
  return (
    <li className={styles.row}>
      <Tooltip.Root>
        <Tooltip.Trigger asChild>
          <button
            type="button"
            data-item
            data-is-new={!entry.isNamed}
            data-long={entry.name.length + 2 * (chinese?.length ?? 0) > 10}
            tabIndex={isFirst ? 0 : -1}
            className={styles.item}
            draggable
            onDragStart={(event) => startDrag(event, entry.name)}
            onClick={onInsert}
          >
            <i style={{ background: `var(--category-${entry.category})` }} />
            <span>{entry.name}</span>
            {chinese !== undefined && <em>{chinese}</em>}
          </button>
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content side="right" align="start" sideOffset={10} collisionPadding={8} className={styles.tip}>
            <BlockPreview entry={entry} hints={hints} />
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
      <button
        type="button"
        data-star
        tabIndex={-1}
        className={styles.star}
        aria-pressed={isFavourite}
        aria-label={t('palette.keep', { name: entry.name })}
        title={t('palette.keep', { name: entry.name })}
        onClick={onKeep}
      >
        <Star size={13} aria-hidden />
      </button>
    </li>
  )
}
