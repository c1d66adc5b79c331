import { printValue, says, styleOf, type RowStyle } from '../../yaml/print'
import type { Change } from '../../yaml/splices'
import { rowRange } from '../header'
import type { EditLabel } from '../label'
import type { Cell, Document, NewValue, Row } from '../types'
import { finish, noRow, refuse, type CommandResult } from './result'

/** Writes the whole argument list of row `i`; arguments that stay equal keep their spelling. Issues: `edit.no-row`, `edit.layout`, `edit.shared`. */
export function setArgs(document: Document, i: number, args: readonly NewValue[]): CommandResult {
  return edit(document, i, { key: 'setArgs', values: { row: i } }, (row) => argsChanges(document, i, row, args))
}

/**
 * Writes one argument. `position` is its place among the arguments, or a path into lists inside them; the place after
 * the last adds an argument. Issues as of `setArgs`, and `edit.slot` when there is no such place.
 */
export function setArg(document: Document, i: number, position: number | readonly number[], value: NewValue): CommandResult {
  const path = typeof position === 'number' ? [position] : position
  const row = document.rows[i]
  if (!row) return noRow(i)
  let cell: Cell | undefined = row.argsCell
  for (const step of path.slice(0, -1)) cell = cell?.items?.[step]
  const last = path.at(-1)
  if (!cell?.items || last === undefined || !Number.isInteger(last) || last < 0 || last > cell.items.length)
    return refuse('edit.slot', `Row ${i} has no argument ${path.join('.')}.`, { row: i, arg: path[0] })
  const list = cell
  const values = list.items!.map((item, k): NewValue | Cell => (k === last ? value : item))
  return edit(document, i, { key: 'setArg', values: { argument: path.join('.'), row: i } }, () =>
    listChanges(document, i, list, last === values.length ? [...values, value] : values),
  )
}

/** Writes the repeats of row `i`. Issues: `edit.no-row`, `edit.layout`, `edit.shared`. */
export function setRepeats(document: Document, i: number, repeats: number): CommandResult {
  return edit(document, i, { key: 'setRepeats', values: { row: i } }, (row) =>
    cellChanges(document, i, row.repeats, repeats, styleOf(document, row)),
  )
}

/** Runs an edit of cells of one row; refuses where a cell is missing or its text is shared. */
export function edit(document: Document, i: number, label: EditLabel, changesOf: (row: Row) => readonly Change[] | null): CommandResult {
  const row = document.rows[i]
  if (!row) return noRow(i)
  if (row.isMalformed && row.cell.items?.length !== 4) return refuse('edit.layout', `Row ${i} is not written as four cells.`, { row: i })
  if (row.cell.style === 'alias') return refuse('edit.shared', `Row ${i} is written through an alias.`, { row: i })
  const changes = changesOf(row)
  return changes
    ? finish(document, label, { changes })
    : refuse('edit.shared', `A value of row ${i} is used elsewhere through an alias.`, { row: i })
}

/** The changes that give a row these arguments; null when their text is shared. */
export function argsChanges(document: Document, i: number, row: Row, args: readonly NewValue[]): Change[] | null {
  return row.argsCell.items
    ? listChanges(document, i, row.argsCell, args)
    : cellChanges(document, i, row.argsCell, args, styleOf(document, row))
}

/** The changes that make one cell hold a value; null when its text is shared. */
export function cellChanges(document: Document, i: number, cell: Cell, value: NewValue, style: RowStyle): Change[] | null {
  if (cell.isAnchored) return null
  return says(cell, value) ? [] : [{ range: rowRange(document, i, cell), inserted: printValue(value, style) }]
}

/** Rewrites a list from the first element that differs; cells among `values` keep their text. */
function listChanges(document: Document, i: number, list: Cell, values: readonly (NewValue | Cell)[]): Change[] | null {
  const row = document.rows[i]!
  const style = styleOf(document, row)
  const items = list.items!
  const isKept = (value: NewValue | Cell | undefined, k: number) =>
    value !== undefined && items[k] !== undefined && (isCell(value) ? value === items[k] : says(items[k], value))
  if (values.length === items.length && list.style !== 'alias') {
    const changes: Change[] = []
    for (const [k, value] of values.entries()) {
      if (isKept(value, k)) continue
      if (items[k]!.isAnchored) return null
      changes.push({ range: rowRange(document, i, items[k]), inserted: isCell(value) ? value.text : printValue(value, style) })
    }
    return changes
  }
  if (list.isAnchored) return null
  const print = (value: NewValue | Cell, k: number) =>
    isKept(value, k) && list.style !== 'alias' ? items[k]!.text : isCell(value) ? printValue(value.value, style) : printValue(value, style)
  const [start] = rowRange(document, i, list)
  let same = 0
  while (same < Math.min(items.length, values.length) && isKept(values[same], same)) same++
  if (list.style !== 'flow' || same === 0 || /[#\r\n]/.test(list.text)) {
    const padding = values.length > 0 ? style.padding : ''
    return [{ range: rowRange(document, i, list), inserted: `[${padding}${values.map(print).join(style.comma)}${padding}]` }]
  }
  const keptEnd = start - list.range[0] + items[same - 1]!.range[1]
  const lastEnd = start - list.range[0] + items.at(-1)!.range[1]
  const added = values.slice(same).map((value, k) => style.comma + print(value, same + k))
  return [{ range: [keptEnd, lastEnd], inserted: added.join('') }]
}

function isCell(value: NewValue | Cell): value is Cell {
  return typeof value === 'object' && value !== null && 'range' in value && 'style' in value
}
