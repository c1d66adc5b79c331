import { insertionAfter, insertionBefore, layoutOf, lineBreakOf, type Insertion, type Piece } from '../../yaml/layout'
import { defaultStyle, printRow, styleOf } from '../../yaml/print'
import type { Change } from '../../yaml/splices'
import { consumersOf, inputIndex, sourcesOf } from '../edges'
import type { Document, NewRow, RowId } from '../types'
import { insertIntoEmpty } from '../../yaml/empty-list'
import { finish, noRow, refuse, type CommandResult } from './result'
import { renumber, type Renumbering } from './renumber'

/**
 * Puts a row behind row `i`, in the same list; every other row goes on reading what it read, so nobody reads the new row
 * yet. `i` = -1 is refused in a model with rows: what stands first reads the image (use `insertOnEdge`). `section` puts
 * the row into another list than row `i`'s, when `i` is the last row before it. Issues: `edit.no-row`, `edit.order`,
 * `edit.input`, `edit.shared`, `edit.layout`.
 */
export function insertAfter(document: Document, i: number, newRow: NewRow, options: InsertOptions = {}): CommandResult {
  return insertRow(document, i, newRow, () => false, options)
}

export interface InsertOptions {
  readonly section?: string
  /** The row as it is to be written, with its comments; printed in the style of its neighbours by default. */
  readonly written?: Piece
}

/** A link, or all links from a row: `from` = -1 is the image. */
export interface Edge {
  readonly from: number
  readonly to: number | 'all'
  readonly slot?: number
}

/**
 * Grafts a row onto an edge: the new row stands behind `from` and reads it, and the consumers of `from` read the new row
 * instead; with `to` a single one only (and of its slots only `slot`, if given). `from` = -1 is the image. Where the new
 * row names sources of its own, those stay. Issues as of `insertAfter`, and `edit.slot` when `to` does not read `from`.
 */
export function insertOnEdge(document: Document, edge: Edge, newRow: NewRow): CommandResult {
  const { from, to, slot } = edge
  if (to !== 'all' && !consumersOf(document, from).includes(to))
    return refuse('edit.slot', `Row ${to} does not read row ${from}.`, { row: to, edge: from })
  const joins = (consumer: number, at: number, source: number) =>
    source === from && (to === 'all' || to === consumer) && (slot === undefined || slot === at)
  return insertRow(document, from, newRow, joins)
}

/** Puts a row behind row `after`; `joins` says which slots read it from then on. */
export function insertRow(
  document: Document,
  after: number,
  newRow: NewRow,
  joins: (consumer: number, slot: number, source: number) => boolean,
  { section, written }: InsertOptions = {},
): CommandResult {
  const { rows } = document
  if (!Number.isInteger(after) || after < inputIndex || after >= rows.length) return noRow(after)
  const index = after + 1
  const from = placeFrom(newRow.from ?? -1, index)
  if (from === null) return refuse('edit.order', `A row at ${index} cannot read ${JSON.stringify(newRow.from)}.`, { row: after })
  const plan: Renumbering = {
    newIndexOf: (i) => (i < index ? i : i + 1),
    retarget: (consumer, slot, source) => (joins(consumer, slot, source) ? index : undefined),
  }
  const followed = renumber(document, plan)
  if (!followed.ok) return followed
  const target = section ?? (rows[after] ?? rows[0])?.section ?? document.sections[0]!.name
  const put = putRow(document, after, target, { ...newRow, from }, written)
  if (!put) return refuse('edit.layout', `The list around row ${after} is written in a way that cannot be edited.`, { row: after })
  const id = String(document.nextId) as RowId
  return finish(
    document,
    { key: 'insert', values: { module: newRow.module } },
    {
      changes: [...put.changes, put.insertion, ...[...followed.byRow.values()].flat(), ...followed.others],
      coming: [{ id, index, section: target, change: put.insertion, at: put.insertion.rowAt, length: put.length }],
      reread: put.isWhole || followed.dropsNodes ? 'all' : 'rows',
    },
  )
}

/** Checks the numbers a new row reads; null when one names no row before `index`. */
function placeFrom(from: number | readonly number[], index: number): number | readonly number[] | null {
  const numbers = typeof from === 'number' ? [from] : from
  const isPossible = (value: number) =>
    Number.isInteger(value) && (value >= 0 ? value < index : index + value >= 0 || (value === -1 && index === 0))
  return numbers.every(isPossible) ? from : null
}

interface Put {
  readonly changes: readonly Change[]
  readonly insertion: Insertion
  readonly length: number
  readonly isWhole: boolean
}

/** Finds the place behind row `after` in list `section`, and the text that goes there. */
export function putRow(document: Document, after: number, section: string, newRow: NewRow, given?: Piece): Put | null {
  const { rows, text } = document
  const behind = rows[after]?.section === section
  const neighbour = behind ? after : rows.findIndex((row) => row.section === section)
  if (neighbour < 0) {
    const style = rows.length > 0 ? { ...styleOf(document, rows[0]), layout: 'flow' as const } : defaultStyle
    const row = given?.row ?? printRow(newRow, style, 0, '\n')
    const insertion = insertIntoEmpty(document, section, row)
    return insertion && { changes: [], insertion, length: row.length, isWhole: true }
  }
  if (!behind && neighbour !== after + 1) return null
  const layout = layoutOf(document, neighbour)
  if (!layout) return null
  const style = styleOf(document, rows[neighbour])
  const row = given?.row ?? printRow(newRow, style, layout.prefix.length, lineBreakOf(text))
  const piece: Piece = given ?? { row, above: [], comment: newRow.comment ? `# ${newRow.comment.replace(/\s+/g, ' ')}` : '' }
  const isWhole = false
  if (!behind) return { changes: [], insertion: insertionBefore(document, neighbour, layout, piece), length: row.length, isWhole }
  const { changes, insertion } = insertionAfter(document, neighbour, layout, piece)
  return { changes, insertion, length: row.length, isWhole }
}

/** What a row reads by default when it is removed from a chain: the first of its sources. */
export function firstSource(document: Document, i: number): number | null {
  return sourcesOf(document, i)[0] ?? null
}
