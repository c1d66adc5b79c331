import { ArrowDown, ArrowUp } from 'lucide-react'
import { type CSSProperties, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classColour } from '../../../graph-core/detections/class-colour'
import type { Detection } from '../../../main/contract/host'
import { scoreText } from '../score-text'
import styles from './Results.module.css'
import { type Sorting, sizeOf, sortKeys, sorted, sortedBy } from './sorting'

interface Props {
  readonly shown: readonly Detection[]
  readonly names: readonly string[]
  readonly active: Detection | null
  readonly pinned: Detection | null
  readonly onHover: (found: Detection | null) => void
  readonly onPin: (found: Detection | null) => void
}

/** Everything that is drawn, line by line: what the pointer or the arrows are at is lit in the picture, a click or Enter keeps it so. */
export function ResultsList({ shown, names, active, pinned, onHover, onPin }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const [sorting, setSorting] = useState<Sorting>({ by: 'score', isDown: true })
  const rows = useMemo(() => sorted(shown, names, sorting), [shown, names, sorting])
  const at = active === null ? -1 : rows.indexOf(active)
  useEffect(() => {
    if (at >= 0) list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])

  const onKeyDown = (event: KeyboardEvent) => {
    const last = rows.length - 1
    const goals: Readonly<Record<string, number>> = { ArrowDown: Math.min(last, at + 1), ArrowUp: Math.max(0, at - 1), Home: 0, End: last }
    const goal = goals[event.key]
    if (goal !== undefined) onHover(rows[goal]!)
    else if (event.key === 'Enter' || event.key === ' ') onPin(active === pinned ? null : active)
    else if (event.key === 'Escape') {
      onHover(null)
      onPin(null)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  if (rows.length === 0) return null
  return (
    <div className={styles.results}>
      <div className={styles.head} role="group" aria-label={t('preview.sort')}>
        {sortKeys.map((key) => (
          <button
            key={key}
            type="button"
            data-key={key}
            aria-pressed={sorting.by === key}
            title={t('preview.sortBy', { name: t(`preview.column.${key}`) })}
            onClick={() => setSorting(sortedBy(key, sorting))}
          >
            {t(`preview.column.${key}`)}
            {sorting.by === key && (sorting.isDown ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
          </button>
        ))}
        <span>{t('preview.column.box')}</span>
      </div>
      <ul
        ref={list}
        role="listbox"
        aria-label={t('preview.results')}
        tabIndex={0}
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        onKeyDown={onKeyDown}
        onPointerLeave={() => onHover(null)}
        onBlur={() => onHover(null)}
      >
        {rows.map((found, k) => (
          <li
            key={shown.indexOf(found)}
            id={`${id}-${k}`}
            role="option"
            aria-selected={found === pinned}
            data-active={found === active}
            style={{ '--colour': classColour(found.class) } as CSSProperties}
            onPointerEnter={() => onHover(found)}
            onClick={() => onPin(found === pinned ? null : found)}
          >
            <b title={names[found.class]}>
              <i aria-hidden />
              {names[found.class] ?? found.class}
            </b>
            <span>{scoreText(found.score)}</span>
            <span>{sizeOf(found).map(Math.round).join('×')}</span>
            <span>{found.box.map(Math.round).join(' ')}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
