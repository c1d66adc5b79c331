import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dialectOf } from '../../graph-core/dialects'
import { type Category, categories } from '../app/category'
import { languages } from '../app/i18n'
import { useSession, useSnapshot } from '../app/use-session'
import styles from './Palette.module.css'
import { startDrag } from './dragged-block'
import { type Entry, paletteEntries, searchEntries } from './entries'

/** Every block there is; found by its name or kind, dragged onto a link or put behind the selected row. */
export function Palette() {
  const { t, i18n } = useTranslation()
  const session = useSession()
  const { report, document, selection } = useSnapshot()
  const [query, setQuery] = useState('')
  const wanted = useDeferredValue(query)
  const entries = useMemo(() => paletteEntries(session.library, { target: report.target }), [session, report.target])
  const found = useMemo(() => {
    const words = (category: Category) => Object.keys(languages).map((lng) => i18n.t(`category.${category}`, { lng }))
    return searchEntries(entries, wanted, words)
  }, [entries, wanted, i18n])
  const target = dialectOf(report.target)!.title
  const selected = document.rows.findIndex(({ id }) => id === selection.at(-1))

  const insert = (name: string) => {
    if (selected >= 0 && session.insertOnEdge(selected, name)) session.select([selected + 1])
  }
  const summaryOf = ({ summary, zh }: Entry) => (i18n.language.startsWith('zh') ? (zh?.summary ?? summary) : summary)
  const item = (entry: Entry) => (
    <li key={entry.name}>
      <button
        type="button"
        className={styles.item}
        draggable
        onDragStart={(event) => startDrag(event, entry.name)}
        onClick={() => insert(entry.name)}
        title={[
          selected < 0 ? summaryOf(entry) : t('palette.insert', { name: entry.name }),
          entry.isNamed ? '' : t('palette.notInTarget', { target }),
          selected < 0 ? t('palette.selectFirst') : '',
        ]
          .filter(Boolean)
          .join('\n')}
      >
        <i style={{ background: `var(--category-${entry.category})` }} />
        <span>{entry.name}</span>
        {!entry.isNamed && <small aria-hidden>+</small>}
      </button>
    </li>
  )
  return (
    <section className={styles.palette} aria-label={t('palette.label')}>
      <input
        type="search"
        className={styles.search}
        placeholder={t('palette.search')}
        aria-label={t('palette.search')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && found[0] !== undefined && !event.nativeEvent.isComposing) insert(found[0].name)
        }}
      />
      {found.length === 0 && <p className={styles.none}>{t('palette.none')}</p>}
      {wanted.trim() !== '' ? (
        <ul>{found.map(item)}</ul>
      ) : (
        categories
          .map((category) => [category, found.filter((entry) => entry.category === category)] as const)
          .filter(([, shelf]) => shelf.length > 0)
          .map(([category, shelf]) => (
            <section key={category} aria-label={t(`category.${category}`)}>
              <h2>{t(`category.${category}`)}</h2>
              <ul>{shelf.map(item)}</ul>
            </section>
          ))
      )}
    </section>
  )
}
