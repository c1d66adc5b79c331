/**
 * Where cards stand from left to right. Rows fall into sweeps, maximal runs in which the level only rises or only falls;
 * sweeps stand side by side, and within one each lane holds its rows in their order. Columns are the same in all lanes, so
 * the gaps between them are free from top to bottom.
 */
import { card, columnGap, laneLabel, sweepGap } from './measures'

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

export interface Columns {
  /** The column of each row, counted over the whole picture. */
  readonly ofRow: readonly number[]
  /** Left edge of each column, and of the one after the last. */
  readonly x: readonly number[]
}

/** Puts rows into columns. */
export function columnsOf(levels: readonly number[]): Columns {
  const sweeps = sweepsOf(levels)
  const within: number[] = []
  const widths: number[] = []
  let filled = new Map<number, number>()
  levels.forEach((level, i) => {
    if (i > 0 && sweeps[i] !== sweeps[i - 1]) filled = new Map()
    const column = filled.get(level) ?? 0
    filled.set(level, column + 1)
    within.push(column)
    widths[sweeps[i]!] = Math.max(widths[sweeps[i]!] ?? 0, column + 1)
  })
  const first: number[] = []
  const x: number[] = []
  let left = laneLabel
  for (const width of widths) {
    first.push(x.length)
    for (let column = 0; column < width; column++, left += card.width + columnGap) x.push(left)
    left += sweepGap
  }
  x.push(left)
  return { ofRow: within.map((column, i) => first[sweeps[i]!]! + column), x }
}
