/**
 * Which column and which line of its lane a row stands in. Rows fall into sweeps, maximal runs in which the level only rises
 * or only falls; sweeps stand side by side, and within one each lane holds its rows in their order. A sweep begins as far to
 * the left as its lanes are free, but not before the row it comes from. Columns are the same in all lanes, so the gaps
 * between them are free from top to bottom. What would be a very wide strip is folded: its lanes then have several lines.
 */
import { card, columnGap, laneGap, lanePadding, unfoldedColumns, widestAspect } from './measures'

export interface Head {
  readonly row: number
  readonly first: number
  readonly last: number
}

export interface Placement {
  /** Column of every row, heads included. */
  readonly column: readonly number[]
  /** Line of every row, counted over all lanes from the top; of a head the first one it spans. */
  readonly line: readonly number[]
  /** The level of each line. */
  readonly lines: readonly number[]
  /** Heads stand behind all columns, in their order, and span the lines they read. */
  readonly heads: readonly Head[]
  readonly columnCount: number
  /** Columns before which there is more room: a sweep begins there and no other ends. */
  readonly sweepStarts: ReadonlySet<number>
}

/** The sweep of each row. */
export function sweepsOf(levels: readonly number[]): number[] {
  let sweep = 0
  let direction = 0
  return levels.map((level, i) => {
    const step = i === 0 ? 0 : Math.sign(level - levels[i - 1]!)
    if (step !== 0 && direction !== 0 && step !== direction) sweep++
    if (step !== 0) direction = step
    return sweep
  })
}

/** Places all rows. `sources` are the rows that each row reads. */
export function place(levels: readonly number[], sources: readonly (readonly number[])[], heads: ReadonlySet<number>): Placement {
  const rows = levels.map((_, i) => i).filter((i) => !heads.has(i))
  const flat = columnsOf(rows, levels, sources, Infinity)
  const folded = foldedColumns(flat, (width) => columnsOf(rows, levels, sources, width))
  return withHeads(folded, levels, sources, heads)
}

interface Columns {
  /** Column, and line within its lane, of each placed row. */
  readonly at: ReadonlyMap<number, readonly [column: number, line: number]>
  readonly columnCount: number
  /** Lines of each level that has rows. */
  readonly lineCounts: ReadonlyMap<number, number>
  readonly sweepStarts: ReadonlySet<number>
}

function columnsOf(rows: readonly number[], levels: readonly number[], sources: readonly (readonly number[])[], width: number): Columns {
  const sweeps = sweepsOf(rows.map((i) => levels[i]!))
  const at = new Map<number, readonly [number, number]>()
  const free = new Map<number, number>()
  const lineCounts = new Map<number, number>()
  const sweepStarts = new Set<number>()
  let [begin, columnCount] = [0, 0]
  for (let k = 0; k < rows.length;) {
    let end = k
    while (end < rows.length && sweeps[end] === sweeps[k]) end++
    const sweep = rows.slice(k, end)
    const from = Math.max(-1, ...sources[sweep[0]!]!)
    begin = Math.max(begin, at.get(from)?.[0] ?? 0, ...sweep.map((i) => free.get(levels[i]!) ?? 0))
    if (begin > 0 && begin === columnCount) sweepStarts.add(begin)
    const held = new Map<number, number>()
    for (const i of sweep) {
      const level = levels[i]!
      const position = held.get(level) ?? 0
      held.set(level, position + 1)
      const column = begin + (position % width)
      const line = width === Infinity ? 0 : Math.floor(position / width)
      at.set(i, [column, line])
      lineCounts.set(level, Math.max(lineCounts.get(level) ?? 0, line + 1))
      columnCount = Math.max(columnCount, column + 1)
    }
    for (const [level, count] of held) free.set(level, begin + Math.min(count, width))
    k = end
  }
  return { at, columnCount, lineCounts, sweepStarts }
}

/** The widest folding that is no strip; a picture of usual width stays as it is. */
function foldedColumns(flat: Columns, fold: (width: number) => Columns): Columns {
  let best = flat
  if (flat.columnCount <= unfoldedColumns) return best
  for (let width = flat.columnCount; width >= 6 && aspectOf(best) > widestAspect; width = Math.floor(width * 0.9)) {
    const folded = fold(width)
    if (aspectOf(folded) < aspectOf(best)) best = folded
  }
  return best
}

function aspectOf({ columnCount, lineCounts }: Columns): number {
  const lines = [...lineCounts.values()].reduce((sum, count) => sum + count, 0)
  return (columnCount * (card.width + columnGap)) / (lines * (lanePadding.top + card.height + lanePadding.bottom + laneGap))
}

function withHeads(
  { at, columnCount, lineCounts, sweepStarts }: Columns,
  levels: readonly number[],
  sources: readonly (readonly number[])[],
  heads: ReadonlySet<number>,
): Placement {
  const lines = [...lineCounts.keys()].sort((a, b) => a - b).flatMap((level) => Array<number>(lineCounts.get(level)!).fill(level))
  const lineOf = (row: number) => lines.indexOf(levels[row]!) + at.get(row)![1]
  const spans = [...heads].map((row): Head => {
    const read = sources[row]!.filter((source) => at.has(source)).map(lineOf)
    return { row, first: Math.min(...read), last: Math.max(...read) }
  })
  const headAt = new Map(spans.map(({ row, first }, k) => [row, { column: columnCount + k, line: first }]))
  return {
    column: levels.map((_, i) => headAt.get(i)?.column ?? at.get(i)![0]),
    line: levels.map((_, i) => headAt.get(i)?.line ?? lineOf(i)),
    lines,
    heads: spans,
    columnCount,
    sweepStarts,
  }
}
