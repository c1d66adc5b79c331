import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IssueText } from '../../app/IssueText'
import { mapText } from '../../app/format'
import { useApp, useStore } from '../../app/use-app'
import { useSession, useSnapshot } from '../../app/use-session'
import type { Entry } from '../../palette/entries'
import { shelvesOf, withRecent } from '../../palette/shelves'
import { useBlockSearch } from '../../palette/use-block-search'
import { CanvasMenu, type MenuItem } from '../menu/CanvasMenu'
import { type AddPlace, addBlock, isLooseEnd, placeToFit, sayPlace } from './place'
import { useFits } from './use-fits'

interface Props {
  readonly place: AddPlace
  readonly at: readonly [x: number, y: number]
  readonly onClose: () => void
  readonly onClosed: () => void
}

/** Blocks to put into one place, found as in the palette; at a loose end those that fit. Arguments may stand behind the name. */
export function AddMenu({ place, at, onClose, onClosed }: Props) {
  const { t, i18n } = useTranslation()
  const { settings } = useApp()
  const session = useSession()
  const snapshot = useSnapshot()
  const chosen = useStore(settings)
  const [query, setQuery] = useState('')
  const [active, setActive] = useState('')
  const { entries, found, name, args } = useBlockSearch(query)

  // Under each heading what is not there already: what was used last stands first.
  const offered = useMemo(() => {
    if (name !== '') return found.map((entry) => ({ entry, heading: undefined }))
    const shelves = shelvesOf(entries, chosen)
    const order = [...shelves.filter(({ key }) => key === 'recent'), ...shelves.filter(({ key }) => key !== 'recent')]
    const seen = new Set<string>()
    return order.flatMap(({ key, entries: each }) => {
      const heading = key === 'recent' || key === 'favourites' ? t(`palette.${key}`) : t(`category.${key}`)
      return each.filter((entry) => !seen.has(entry.name) && seen.add(entry.name)).map((entry) => ({ entry, heading }))
    })
  }, [name, found, entries, chosen, t])

  const asked = placeToFit(place)
  const isFiltered = isLooseEnd(place)
  const names = useMemo(() => offered.map(({ entry }) => entry.name), [offered])
  const { fits, isDone } = useFits(isFiltered ? asked : null, names)
  const shown = isFiltered ? offered.filter(({ entry }) => fits.get(entry.name)?.fits === true) : offered
  const isChinese = i18n.language.startsWith('zh')
  const items = shown.map(({ entry, heading }): MenuItem => ({
    id: entry.name,
    ...(heading === undefined ? {} : { heading }),
    content: <Name entry={entry} isChinese={isChinese} />,
  }))
  const current = shown.find(({ entry }) => entry.name === active)?.entry ?? shown[0]?.entry
  const block = (module: string) => (args.length === 0 ? module : { module, args })
  const fit = useMemo(
    () =>
      current === undefined || asked === null
        ? null
        : session.fit(args.length === 0 ? current.name : { module: current.name, args }, asked),
    // A place is made anew with every drawing; what it says does not change while the menu is there.
    [session, current, args],
  )

  const given = mapText(fit?.shape ?? null)
  const footer = [
    ...(fit !== null && (fit.fits ? given !== null : fit.why !== undefined)
      ? [
          <p key="fit" data-refused={!fit.fits}>
            {fit.fits ? t('add.gives', { shape: given }) : <IssueText issue={fit.why!} hasCure={false} />}
          </p>,
        ]
      : []),
    ...(place.kind === 'link' ? [<p key="alt">{t('add.altLink')}</p>] : []),
    ...(place.kind === 'behind' ? [<p key="alt">{t('add.altBehind')}</p>] : []),
  ]

  return (
    <CanvasMenu
      label={t('add.label')}
      says={sayPlace(t, snapshot, place)}
      placeholder={t('add.search')}
      at={at}
      query={query}
      onQuery={(next) => {
        setQuery(next)
        setActive('')
      }}
      items={items}
      none={isFiltered && !isDone ? t('add.trying') : isFiltered ? t('add.noneFits') : t('palette.none')}
      active={current?.name ?? ''}
      onActive={setActive}
      footer={footer.length === 0 ? undefined : footer}
      onChoose={(module, isAlt) => {
        onClose()
        if (addBlock(session, place, block(module), isAlt)) settings.set(withRecent(settings.getSnapshot(), module))
      }}
      onClose={onClose}
      onClosed={onClosed}
    />
  )
}

function Name({ entry, isChinese }: { entry: Entry; isChinese: boolean }) {
  return (
    <>
      <i style={{ background: `var(--category-${entry.category})` }} />
      <b>{entry.name}</b>
      <em>{isChinese ? (entry.zh?.name ?? entry.zh?.summary) : entry.summary}</em>
    </>
  )
}
