import { layoutOf } from '../yaml/layout'
import { readFlowRow } from '../yaml/flow-row'
import { readRow } from '../yaml/rows'
import { moduleName } from './edges'
import type { Document, OffsetRange, Row } from './types'

/** What stands in the place of a muted row: it gives what it reads, and indices and weight names stay. */
export const mutedModule = 'nn.Identity'

/** A muted row: what its comment keeps of it. */
export interface Muted {
  /** The row as it was written; its ranges count from `range`. */
  readonly row: Row
  /** Where the kept row stands in the text. */
  readonly range: OffsetRange
  /** From behind the row in its place to the end of its line: what muting wrote there. */
  readonly tail: OffsetRange
}

const mark = /^(?:[ \t]*)# muted: /

/** The row that `[-1, 1, nn.Identity, []]  # muted: [-1, 1, EMA, []]` stands for; null where row `i` is not muted. */
export function mutedRow(document: Document, i: number): Muted | null {
  const row = document.rows[i]
  if (!row || moduleName(row) !== mutedModule || row.args.length > 0) return null
  const tail = tailOf(document, i)
  const found = tail && mark.exec(document.text.slice(...tail))
  if (!found) return null
  const start = tail[0] + found[0].length
  const read = readFlowRow(document.text, start)
  if (!read || read.end > tail[1] || read.cell.items?.length !== 4) return null
  return { row: readRow(row.id, row.section, read.cell, read.problems), range: [start, read.end], tail }
}

/** The rest of a row's line: spaces and its comment, behind the comma and brackets of a flow list. Null where other rows share the line. */
export function tailOf(document: Document, i: number): OffsetRange | null {
  const layout = layoutOf(document, i)
  if (!layout || layout.kind === 'inline') return null
  const { row, comma, closing, extent } = layout
  let start = Math.max(row[1], comma?.[1] ?? 0, closing?.[1] ?? 0)
  while (start > row[1] && /[ \t]/.test(document.text[start - 1]!)) start--
  return [start, extent[1]]
}
