import { fromCells, inputIndex } from '../edges'
import { rowRange } from '../header'
import type { Document } from '../types'
import { rewriteFrom } from './renumber'
import { finish, noRow, refuse, type CommandResult } from './result'

/**
 * Lets input `slot` of row `to` read row `from` (-1: the image); the slot after the last adds an input, as for Concat.
 * The row before is written -1; others count back where the slot did so by more than one, and are absolute otherwise.
 * Issues: `edit.no-row`, `edit.slot`, `edit.order`, `edit.input`, `edit.shared`.
 */
export function connect(document: Document, { to, slot, from }: { to: number; slot: number; from: number }): CommandResult {
  const row = document.rows[to]
  if (!row) return noRow(to)
  if (!Number.isInteger(from) || from < inputIndex || from >= document.rows.length) return noRow(from)
  const cells = fromCells(row)
  if (!Number.isInteger(slot) || slot < 0 || slot > cells.length || row.from.style === 'missing')
    return refuse('edit.slot', `Row ${to} has ${cells.length} inputs.`, { row: to })
  if (from === inputIndex && to !== 0) return refuse('edit.input', `Row ${to} is not the first and cannot read the image.`, { row: to })
  if (from >= to) return refuse('edit.order', `Row ${from} comes after row ${to} and cannot be read by it.`, { row: to, edge: from })
  const old = cells[slot]?.value
  const value = from === to - 1 ? -1 : typeof old === 'number' && old < -1 ? from - to : from
  const label = `Connect row ${to} to row ${from}`
  if (slot < cells.length) {
    const changes = rewriteFrom(
      document,
      to,
      row,
      cells.map((_, k) => (k === slot ? value : null)),
    )
    return changes
      ? finish(document, label, { changes })
      : refuse('edit.shared', `The from of row ${to} is used through an alias.`, { row: to })
  }
  return rewriteList(document, to, [...cells.map((cell) => cell.text), String(value)], label)
}

/** Takes input `slot` away from row `to`. Issues: `edit.no-row`, `edit.slot` when it is the only one, `edit.shared`. */
export function disconnect(document: Document, { to, slot }: { to: number; slot: number }): CommandResult {
  const row = document.rows[to]
  if (!row) return noRow(to)
  const cells = fromCells(row)
  if (!cells[slot] || cells.length < 2) return refuse('edit.slot', `Input ${slot} of row ${to} cannot be taken away.`, { row: to })
  const kept = cells.filter((_, k) => k !== slot).map((cell) => cell.text)
  return rewriteList(document, to, kept, `Disconnect input ${slot} of row ${to}`)
}

function rewriteList(document: Document, to: number, numbers: readonly string[], label: string): CommandResult {
  const { from, cell } = document.rows[to]!
  if (from.isAnchored || from.style === 'alias' || cell.style === 'alias')
    return refuse('edit.shared', `The from of row ${to} is used through an alias.`, { row: to })
  const comma = /,( *)\S/.exec(cell.text)?.[1] === '' ? ',' : ', '
  return finish(document, label, { changes: [{ range: rowRange(document, to, from), inserted: `[${numbers.join(comma)}]` }] })
}
