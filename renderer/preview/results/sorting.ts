/** The order of what was found. */
import type { Detection } from '../../../main/contract/host'

export const sortKeys = ['class', 'score', 'size'] as const
export type SortKey = (typeof sortKeys)[number]

export interface Sorting {
  readonly by: SortKey
  readonly isDown: boolean
}

/** Width and height of what was found: of a turned box along its own sides. */
export function sizeOf({ box: [x1, y1, x2, y2], turned }: Detection): readonly [width: number, height: number] {
  return turned === undefined ? [x2 - x1, y2 - y1] : [turned[2], turned[3]]
}

const areaOf = (found: Detection) => sizeOf(found)[0] * sizeOf(found)[1]

/** In this order; the better one first among equals. */
export function sorted(found: readonly Detection[], names: readonly string[], { by, isDown }: Sorting): readonly Detection[] {
  const nameOf = ({ class: index }: Detection) => names[index] ?? String(index)
  const compare: Record<SortKey, (a: Detection, b: Detection) => number> = {
    class: (a, b) => nameOf(a).localeCompare(nameOf(b)),
    score: (a, b) => a.score - b.score,
    size: (a, b) => areaOf(a) - areaOf(b),
  }
  return [...found].sort((a, b) => (isDown ? -1 : 1) * compare[by](a, b) || b.score - a.score)
}

/** What a click on a head means: the other way round where it is sorted by that already; numbers begin with the largest. */
export const sortedBy = (by: SortKey, now: Sorting): Sorting => ({ by, isDown: now.by === by ? !now.isDown : by !== 'class' })
