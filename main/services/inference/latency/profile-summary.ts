/** Medians of runs that add up. */
import type { Latency, Timing } from '../../../contract/host'
import type { ProfiledRun } from './profile-events'

export function timingOf(times: readonly number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b)
  return { median: median(sorted), p95: sorted[Math.floor(0.95 * (sorted.length - 1))] ?? 0 }
}

export function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

type Rows = Pick<Latency, 'rows' | 'other'>

/**
 * The median of each of the first `count` rows, and the rest of the network's median as `other`: together they are the network's. Where medians of rows
 * come to more than that, which they can, each gives its part of what is too much.
 */
export function rowMedians(runs: readonly ProfiledRun[], count: number): Rows {
  const network = median(runs.map(networkOf))
  const medians = Array.from({ length: count }, (_, i) => median(runs.map(({ rows }) => rows.get(i) ?? 0)))
  const sum = medians.reduce((a, b) => a + b, 0)
  const part = sum > network ? network / sum : 1
  const rows = medians.map((ms, i) => ({ from: i, to: i, ms: ms * part }))
  return { rows, other: Math.max(0, network - rows.reduce((all, { ms }) => all + ms, 0)) }
}

/** A run without the letterbox. */
export const networkOf = ({ all, letterbox }: ProfiledRun): number => all - letterbox

/**
 * Rows by how long the network takes up to each of them: a network that is cut behind a row takes no less than one cut before it, and no more than all of
 * it, whatever noise says.
 */
export function rowsByCuts(cuts: readonly { readonly row: number; readonly ms: number }[], network: number): Rows {
  let [from, before] = [0, 0]
  const rows = cuts.map(({ row, ms }) => {
    const until = Math.min(network, Math.max(before, ms))
    const span = { from, to: row, ms: until - before }
    ;[from, before] = [row + 1, until]
    return span
  })
  return { rows, other: network - before }
}

/** The rows to cut behind: all of them, or as many as are bearable, evenly. */
export function cutsOf(rows: number, most: number): number[] {
  const count = Math.min(rows, most)
  return Array.from({ length: count }, (_, i) => Math.ceil(((i + 1) * rows) / count) - 1)
}
