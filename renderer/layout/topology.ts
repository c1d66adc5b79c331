/** All that a picture depends on. Typing that changes nothing of it changes no picture. */
import type { RowId } from '../../graph-core/document'
import { headsOf, levelsOf, sourcesOfReport } from './levels'
import type { Link } from './plan'
import type { LayoutOptions, Pictured, Point } from './types'

export interface Topology {
  readonly ids: readonly RowId[]
  readonly levels: readonly number[]
  readonly links: readonly Link[]
  readonly heads: ReadonlySet<number>
  /** Where people put cards by hand, row by row. */
  readonly at: readonly (Point | undefined)[]
}

/** What is pictured of a report. */
export function topologyOf(report: Pictured, { at, levels, isHead }: LayoutOptions): Topology {
  const { rows } = report
  return {
    ids: rows.map(({ id }) => id),
    levels: levelsOf(report, levels),
    links: rows.flatMap((row) =>
      sourcesOfReport(row).flatMap((from, slot) => (from === null || from < 0 ? [] : [{ from, to: row.i, slot }])),
    ),
    heads: headsOf(report, isHead),
    at: rows.map(({ id }) => at?.get(id)),
  }
}

/** Whether two are the same, and so their pictures. */
export function isSameTopology(a: Topology, b: Topology): boolean {
  return (
    areSame(a.ids, b.ids, Object.is) &&
    areSame(a.levels, b.levels, Object.is) &&
    areSame(a.links, b.links, (x, y) => x.from === y.from && x.to === y.to && x.slot === y.slot) &&
    areSame([...a.heads], [...b.heads], Object.is) &&
    areSame(a.at, b.at, (x, y) => x?.[0] === y?.[0] && x?.[1] === y?.[1])
  )
}

const areSame = <T>(a: readonly T[], b: readonly T[], isSame: (x: T, y: T) => boolean) =>
  a.length === b.length && a.every((x, k) => isSame(x, b[k]!))
