/** What stands above the categories: blocks put in last, and blocks kept at hand. Both live in the settings, by name. */
import type { Settings } from '../../main/contract/host'
import { categories } from '../app/category'
import type { Entry } from './entries'

/** One heading with what stands under it. */
export interface Shelf {
  readonly key: 'favourites' | 'recent' | Entry['category']
  readonly entries: readonly Entry[]
}

const mostRecent = 8

/** The settings after a block was put into a model. */
export function withRecent({ recentBlocks = [] }: Settings, name: string): Settings {
  return { recentBlocks: [name, ...recentBlocks.filter((each) => each !== name)].slice(0, mostRecent) }
}

/** The settings after a block was kept at hand, or let go. */
export function withFavourite({ favouriteBlocks = [] }: Settings, name: string): Settings {
  const isKept = favouriteBlocks.includes(name)
  return { favouriteBlocks: isKept ? favouriteBlocks.filter((each) => each !== name) : [...favouriteBlocks, name] }
}

/** All shelves that hold something. What the target lacks is not on them, though it is remembered. */
export function shelvesOf(entries: readonly Entry[], { recentBlocks = [], favouriteBlocks = [] }: Settings): Shelf[] {
  const named = (names: readonly string[]) => names.flatMap((name) => entries.find((entry) => entry.name === name) ?? [])
  const shelves: Shelf[] = [
    { key: 'favourites', entries: named(favouriteBlocks) },
    { key: 'recent', entries: named(recentBlocks) },
    ...categories.map((key) => ({ key, entries: entries.filter(({ category }) => category === key) })),
  ]
  return shelves.filter((shelf) => shelf.entries.length > 0)
}
