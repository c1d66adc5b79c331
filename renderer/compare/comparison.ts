/** Rows of two models side by side, as the panel and its Markdown show them. */
import { type ComparedCell, type ComparedRow, type Comparison, compareDocuments } from '../../graph-core/compare'
import type { Document, Row } from '../../graph-core/document'
import type { Baseline, Snapshot } from '../session'

const known = new WeakMap<Document, { readonly before: Document; readonly comparison: Comparison }>()

/** The comparison of two documents; the same object as long as they are the same. */
export function comparisonOf(before: Document, after: Document): Comparison {
  const last = known.get(after)
  if (last?.before === before) return last.comparison
  const comparison = compareDocuments(before, after)
  known.set(after, { before, comparison })
  return comparison
}

/** The four cells of a row. */
export const cellNames = ['from', 'repeats', 'module', 'args'] as const
export type CellName = (typeof cellNames)[number]

/** A cell in both models; null where the row is in one of them only. */
export interface ComparedText {
  readonly was: string | null
  readonly is: string | null
  readonly isChanged: boolean
}

export interface SideBySide extends ComparedRow {
  readonly text: Readonly<Record<CellName, ComparedText>>
  /** Parameters more than before. */
  readonly params: number
}

/** Every row with its cells in both models. */
export function sideBySide({ comparedTo, document, report }: Pick<Snapshot, 'comparedTo' | 'document' | 'report'>): readonly SideBySide[] {
  return comparisonOf(comparedTo.document, document).rows.map((row) => {
    const was = row.before === null ? undefined : comparedTo.document.rows[row.before]
    const is = row.after === null ? undefined : document.rows[row.after]
    const text = (name: CellName): ComparedText => ({
      was: was === undefined ? null : textOf(was, name),
      is: is === undefined ? null : textOf(is, name),
      isChanged: row.cells.includes(name satisfies ComparedCell),
    })
    const params = (paramsOf(report, row.after) ?? 0) - (paramsOf(comparedTo.report, row.before) ?? 0)
    return { ...row, text: { from: text('from'), repeats: text('repeats'), module: text('module'), args: text('args') }, params }
  })
}

const textOf = (row: Row, name: CellName) => (name === 'args' ? row.argsCell : row[name]).text.replace(/\s+/g, ' ')

const paramsOf = (report: Baseline['report'], i: number | null) => (i === null ? undefined : report.rows[i]?.params)

/** How many rows of each kind there are. */
export function countKinds(rows: readonly ComparedRow[]): Readonly<Record<ComparedRow['kind'], number>> {
  const counts = { kept: 0, changed: 0, moved: 0, added: 0, removed: 0 }
  for (const { kind } of rows) counts[kind]++
  return counts
}
