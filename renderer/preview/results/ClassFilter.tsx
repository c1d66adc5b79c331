import { type CSSProperties, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classColour } from '../../../graph-core/detections/class-colour'
import type { Detection } from '../../../main/contract/host'
import controls from '../../app/controls.module.css'
import styles from './Results.module.css'

interface Props {
  readonly found: readonly Detection[]
  readonly names: readonly string[]
  readonly hidden: ReadonlySet<number>
  readonly onChange: (hidden: ReadonlySet<number>) => void
}

/** More are looked for by name. */
const few = 8

/** How many there are of each class, and which of them are shown. */
export function ClassFilter({ found, names, hidden, onChange }: Props) {
  const { t } = useTranslation()
  const [query, setQuery] = useState('')
  const counts = new Map<number, number>([...hidden].map((index) => [index, 0]))
  for (const { class: index } of found) counts.set(index, (counts.get(index) ?? 0) + 1)
  if (counts.size === 0) return null
  const nameOf = (index: number) => names[index] ?? String(index)
  const all = [...counts].sort(([a, m], [b, n]) => n - m || a - b)
  const listed = all.filter(([index]) => nameOf(index).toLowerCase().includes(query.trim().toLowerCase()))
  const toggle = (index: number) =>
    onChange(hidden.has(index) ? new Set([...hidden].filter((each) => each !== index)) : new Set([...hidden, index]))
  return (
    <div className={styles.filter} role="group" aria-label={t('preview.classes')}>
      {all.length > few && (
        <input
          type="search"
          className={styles.search}
          placeholder={t('preview.findClass')}
          aria-label={t('preview.findClass')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      {listed.map(([index, count]) => (
        <button
          key={index}
          type="button"
          className={styles.chip}
          aria-pressed={!hidden.has(index)}
          title={t(hidden.has(index) ? 'preview.showClass' : 'preview.hideClass', { name: nameOf(index) })}
          style={{ '--colour': classColour(index) } as CSSProperties}
          onClick={() => toggle(index)}
        >
          <i aria-hidden />
          <span>{nameOf(index)}</span> {count}
        </button>
      ))}
      {listed.length === 0 && <span className={styles.none}>{t('preview.noClass')}</span>}
      {all.length > 1 && (
        <button
          type="button"
          className={controls.button}
          onClick={() => onChange(hidden.size > 0 ? new Set() : new Set(all.map(([index]) => index)))}
        >
          {t(hidden.size > 0 ? 'preview.showAll' : 'preview.hideAll')}
        </button>
      )}
    </div>
  )
}
