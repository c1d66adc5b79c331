import { Tooltip } from 'radix-ui'
import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dialectOf } from '../../graph-core/dialects'
import { useApp, useStore } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import styles from './Palette.module.css'
import { PaletteItem } from './PaletteItem'
import { lastSelected } from '../session'
import type { Entry } from './entries'
import { shelvesOf, withFavourite, withRecent } from './shelves'
import { useBlockSearch } from './use-block-search'
import { walkPalette } from './walk'

/** About how high a shelf is that was not seen yet, in CSS pixels. */
const [titleHeight, itemHeight] = [36, 28]

/** Every block there is; found by whatever it is called, dragged onto a link or put behind the selected row. */
export function Palette() {
  const { t } = useTranslation()
  const { settings } = useApp()
  const session = useSession()
  const targetId = useSnapshot(({ report }) => report.target)
  const selected = useSnapshot(lastSelected)
  const chosen = useStore(settings)
  const [query, setQuery] = useState('')
  const wanted = useDeferredValue(query)
  const { entries, found, name, args } = useBlockSearch(wanted)
  const target = dialectOf(targetId)!.title

  const insert = (entry: Entry) => {
    const block = { module: entry.name, ...(args.length === 0 ? {} : { args }) }
    const isIn = selected < 0 ? session.insertAtEnd(block) : session.insertOnEdge(selected, block)
    if (isIn) settings.set(withRecent(chosen, entry.name))
  }
  const place = t(selected < 0 ? 'palette.toEnd' : 'palette.toSelected')
  const item = (entry: Entry, isFirst: boolean) => (
    <PaletteItem
      key={entry.name}
      entry={entry}
      isFirst={isFirst}
      isFavourite={chosen.favouriteBlocks?.includes(entry.name) === true}
      hints={[place, ...(entry.isNamed ? [] : [t('palette.notInTarget', { target })])]}
      onInsert={() => insert(entry)}
      onKeep={() => settings.set(withFavourite(chosen, entry.name))}
    />
  )
  const shelves = useMemo(() => shelvesOf(entries, chosen), [entries, chosen])
  const title = (key: (typeof shelves)[number]['key']) =>
    key === 'favourites' ? t('palette.favourites') : key === 'recent' ? t('palette.recent') : t(`category.${key}`)
  return (
    <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
      <section className={styles.palette} aria-label={t('palette.label')} onKeyDown={walkPalette}>
        <input
          type="search"
          className={styles.search}
          placeholder={t('palette.search')}
          aria-label={t('palette.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && found[0] !== undefined && !event.nativeEvent.isComposing) insert(found[0])
          }}
        />
        {found.length === 0 && <p className={styles.none}>{t('palette.none')}</p>}
        {name !== '' ? (
          <ul>{found.map((entry, i) => item(entry, i === 0))}</ul>
        ) : (
          shelves.map((shelf, s) => (
            <section
              key={shelf.key}
              aria-label={title(shelf.key)}
              style={{ containIntrinsicSize: `auto ${titleHeight + itemHeight * shelf.entries.length}px` }}
            >
              <h2>{title(shelf.key)}</h2>
              <ul>{shelf.entries.map((entry, i) => item(entry, s + i === 0))}</ul>
            </section>
          ))
        )}
      </section>
    </Tooltip.Provider>
  )
}
