import { createContext, memo, useContext } from 'react'
import type { RowReport } from '../../graph-core/analysis'
import styles from './SummaryPanel.module.css'

/** What the shares of a table are of; told apart from its rows, since one row that grows changes them all. */
export interface Whole {
  readonly of: (row: RowReport) => number
  /** The sum of all rows, and the largest of them. */
  readonly all: number
  readonly most: number
}

export const WholeContext = createContext<Whole>({ of: () => 0, all: 1, most: 1 })

/** Which part of the whole a row is, as a bar and in percent. */
export function ShareCell({ row, colour }: { row: RowReport; colour: string }) {
  const { of, all, most } = useContext(WholeContext)
  return <Bar part={rounded(of(row) / all)} length={rounded(of(row) / most)} colour={colour} />
}

const Bar = memo(function Bar({ part, length, colour }: { part: number; length: number; colour: string }) {
  return (
    <td role="gridcell" data-column="share" className={styles.part} style={{ '--length': length, '--colour': colour }}>
      {part > 0 ? `${(100 * part).toFixed(1)} %` : ''}
    </td>
  )
})

/** As finely as a row can tell it, so that one that is a hair larger draws nothing anew. */
const rounded = (share: number) => Math.round(1000 * share) / 1000
