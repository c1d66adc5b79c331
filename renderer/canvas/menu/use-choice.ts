import { useState } from 'react'

/** What a list beside the picture shows of its items: those whose words hold what was typed, and the one that Enter takes. */
export function useChoice<T>(items: readonly T[], idOf: (item: T) => string, wordsOf: (item: T) => string) {
  const [query, setQuery] = useState('')
  const [active, setActive] = useState('')
  const typed = query.trim().toLowerCase()
  const found = items.filter((item) => wordsOf(item).toLowerCase().includes(typed))
  const current = found.find((item) => idOf(item) === active) ?? found[0]
  return {
    found,
    current,
    find: (id: string): T => found.find((item) => idOf(item) === id)!,
    /** For the menu. */
    list: { query, onQuery: setQuery, active: current === undefined ? '' : idOf(current), onActive: setActive },
  }
}
