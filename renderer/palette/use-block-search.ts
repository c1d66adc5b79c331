import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NewValue } from '../../graph-core/document'
import type { Category } from '../app/category'
import { languages } from '../app/i18n'
import { type FindPinyin, loadPinyin } from '../app/pinyin'
import { useSession, useSnapshot } from '../app/use-session'
import { type Entry, paletteEntries, parseQuery, searchEntries } from './entries'

export interface BlockSearch {
  /** Every block of the target. */
  readonly entries: readonly Entry[]
  /** Those that answer what was typed, best first. */
  readonly found: readonly Entry[]
  /** The name in what was typed, and the arguments behind it. */
  readonly name: string
  readonly args: readonly NewValue[]
}

/** Finds blocks as people type them: `c2f 128`, by alias, Chinese name or pinyin. */
export function useBlockSearch(query: string): BlockSearch {
  const { i18n } = useTranslation()
  const session = useSession()
  const target = useSnapshot(({ report }) => report.target)
  const pinyin = usePinyin(query !== '')
  const entries = useMemo(() => paletteEntries(session.library, { target }), [session, target])
  const { name, args } = useMemo(() => parseQuery(query), [query])
  const found = useMemo(() => {
    const kinds = (category: Category) => Object.keys(languages).map((lng) => i18n.t(`category.${category}`, { lng }))
    return searchEntries(entries, name, kinds, pinyin)
  }, [entries, name, i18n, pinyin])
  return { entries, found, name, args }
}

/** The readings of Chinese characters, fetched with the first search. */
function usePinyin(isWanted: boolean): FindPinyin | undefined {
  const [find, setFind] = useState<FindPinyin>()
  useEffect(() => {
    if (isWanted && find === undefined) void loadPinyin().then((loaded) => setFind(() => loaded))
  }, [isWanted, find])
  return find
}
