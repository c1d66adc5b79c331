/** The bars of cards: which part of the whole each row is. They are told apart from cards, since one row that grows changes them all. */
import { createContext, useContext } from 'react'
import type { RowTimes } from '../profile/use-profile'
import type { Snapshot } from '../session'

/** What the bar of a card is a share of. */
export type CardBar = 'params' | 'gflops' | 'latency'

export interface Shares {
  /** By row, 0 to 1, in steps that a bar can show. */
  readonly ofRow: readonly number[]
  /** Whether they are of a model that has changed since. */
  readonly isStale: boolean
}

export const SharesContext = createContext<Shares>({ ofRow: [], isStale: false })

/** The bar of a row, or of several together: painted, so that nothing is laid out again where it grows. */
export function ShareBar({ rows, className }: { rows: number | readonly number[]; className: string | undefined }) {
  const { ofRow, isStale } = useContext(SharesContext)
  const share = typeof rows === 'number' ? (ofRow[rows] ?? 0) : rows.reduce((sum, i) => sum + (ofRow[i] ?? 0), 0)
  return <span className={className} data-stale={isStale || undefined} style={{ backgroundSize: `${share * 100}% 100%` }} />
}

/** Of all parameters, of the cost, or of the time the network takes. */
export function sharesOf(report: Snapshot['report'], bar: CardBar, times: RowTimes): Shares {
  const share = bar === 'latency' ? timeShare(report, times) : costShare(report, bar)
  return { ofRow: report.rows.map((_, i) => share(i)), isStale: bar === 'latency' && times.isStale }
}

/** The steps a bar can show. */
const barSteps = 200

const part = (of: number, whole: number) => (whole === 0 ? 0 : Math.round((barSteps * of) / whole) / barSteps)

const timeShare =
  ({ rows }: Snapshot['report'], { byRow, all }: RowTimes) =>
  (i: number) =>
    part(byRow.get(rows[i]!.id) ?? 0, all)

/** Of the cost as the target prints it; where it prints none, true multiply-accumulates. */
const costShare =
  ({ rows, totals }: Snapshot['report'], bar: Exclude<CardBar, 'latency'>) =>
  (i: number) => {
    const { params, gflops, macs } = rows[i]!
    if (bar === 'params') return part(params, totals.params)
    return gflops !== null && totals.gflops !== null ? part(gflops, totals.gflops) : part(macs, totals.macs)
  }
