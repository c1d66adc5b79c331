import type { Cell, OffsetRange, Problem, Row, RowId } from '../document/types'
import { missingCell, shorten } from './cells'

/**
 * Reads a cell as a row. The libraries unpack `for f, n, m, args in rows`; what that loop or its body would stumble over
 * is a problem here, and the row stays in its place with the cells that could be read.
 */
export function readRow(id: RowId, section: string, cell: Cell, problems: readonly Problem[] = []): Row {
  const found: Problem[] = [...problems]
  const end: OffsetRange = [cell.range[1], cell.range[1]]
  const cells = cell.items ?? []
  const at = (i: number): Cell => cells[i] ?? missingCell(end)
  const row = { id, section, cell, from: at(0), repeats: at(1), module: at(2), argsCell: at(3), args: at(3).items ?? [] }
  const report = (code: Problem['code'], where: Cell, message: string) => void found.push({ code, range: where.range, message })

  if (!cell.items) report('row.not-a-list', cell, `A row is a list [from, repeats, module, args], this is ${describe(cell)}.`)
  else if (cells.length !== 4) report('row.cells', cell, `A row has 4 cells [from, repeats, module, args], this one has ${cells.length}.`)
  if (cells.length >= 1 && !isFrom(row.from))
    report('row.from', row.from, `from is a row number or a list of them, not ${describe(row.from)}.`)
  if (cells.length >= 2 && !isCount(row.repeats)) report('row.repeats', row.repeats, `repeats is a number, not ${describe(row.repeats)}.`)
  if (cells.length >= 3 && typeof row.module.value !== 'string')
    report('row.module', row.module, `The module is a name, not ${describe(row.module)}.`)
  if (cells.length >= 4 && !row.argsCell.items) report('row.args', row.argsCell, `args is a list, not ${describe(row.argsCell)}.`)
  return { ...row, isMalformed: found.some((problem) => problem.code.startsWith('row.')), problems: found }
}

function isFrom(cell: Cell): boolean {
  return cell.items ? cell.items.length > 0 && cell.items.every(isRowNumber) : isRowNumber(cell)
}

/** True for a cell that names one row: an integer, and not one written as a float. */
export function isRowNumber(cell: Cell): boolean {
  return typeof cell.value === 'number' && !cell.isFloat && Number.isSafeInteger(cell.value)
}

/** A boolean is a number to Python. */
function isCount({ value }: Cell): boolean {
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}

function describe(cell: Cell): string {
  if (cell.entries) return 'a mapping'
  if (cell.items) return `the list ${shorten(cell.text)}`
  if (cell.value === null) return 'nothing'
  return typeof cell.value === 'string' ? `the text ${shorten(JSON.stringify(cell.value))}` : shorten(cell.text)
}
