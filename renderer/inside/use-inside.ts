import { useApp, useStore } from '../app/use-app'
import { useSession, useSnapshot } from '../app/use-session'
import type { Inside, Lost, Opened, Way } from './insides'

export interface Looking {
  readonly inside: Inside
  readonly way: Way | null
  /** null while the model itself is looked at. */
  readonly opened: Opened | Lost | null
}

/** What is looked into, again after every change of the model. */
export function useInside(): Looking {
  const inside = useApp().insides.of(useSession())
  const way = useStore(inside)
  const snapshot = useSnapshot((now) => (way === null ? null : now))
  return { inside, way, opened: way && inside.read(snapshot!, way) }
}

/** The part that is selected inside of the selected row; null where the row itself is to be told of. */
export function useSelectedPart(): Opened | null {
  const { way, opened } = useInside()
  const selection = useSnapshot(({ selection }) => selection)
  if (opened === null || 'lost' in opened || opened.selected === null) return null
  return selection.at(-1) === way!.rowId ? opened : null
}
