import { fromCells, inputIndex } from '../edges'
import { rowRange } from '../header'
import type { EditLabel } from '../label'
import { linkOrders } from '../link-order'
import type { Document } from '../types'
import { indexOfRow, movesBehind } from './move-several'
import { rewriteFrom } from './renumber'
import { finish, noRow, refuse, type CommandResult } from './result'
import { sequence, type Command } from './sequence'

export interface Link {
  readonly from: number
  readonly to: number
  readonly slot: number
  /** Whether rows may change from one list to the other where only that makes the link possible. */
  readonly mayCrossSections?: boolean
}

/**
 * Lets input `slot` of row `to` read row `from` (-1: the image); the slot after the last adds an input, as for Concat.
 * The row before is written -1; others count back where the slot did so by more than one, and are absolute otherwise.
 * Where `from` stands behind `to`, the rows that must be built first change places, as few as possible and within their
 * list. Issues: `edit.no-row`, `edit.slot`, `edit.cycle`, `edit.section`, `edit.order`, `edit.input`, `edit.shared`.
 */
export function connect(document: Document, link: Link): CommandResult {
  const { to, slot, from } = link
  const row = document.rows[to]
  if (!row) return noRow(to)
  if (!Number.isInteger(from) || from < inputIndex || from >= document.rows.length) return noRow(from)
  const count = fromCells(row).length
  if (!Number.isInteger(slot) || slot < 0 || slot > count || row.from.style === 'missing')
    return refuse('edit.slot', `Row ${to} has ${count} inputs.`, { row: to })
  if (from === inputIndex && to !== 0) return refuse('edit.input', `Row ${to} is not the first and cannot read the image.`, { row: to })
  if (from < to) return connectSlot(document, to, slot, from)
  return connectForward(document, link)
}

/** Writes the number of an earlier row into a slot. */
function connectSlot(document: Document, to: number, slot: number, from: number): CommandResult {
  const row = document.rows[to]!
  const cells = fromCells(row)
  const old = cells[slot]?.value
  const value = from === to - 1 ? -1 : typeof old === 'number' && old < -1 ? from - to : from
  const label: EditLabel = { key: 'connect', values: { from, to } }
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

/** Connects a row to a later one by letting them change places. */
function connectForward(document: Document, { to, slot, from, mayCrossSections = false }: Link): CommandResult {
  const order = linkOrders(document, from)(to)
  if (order.kind === 'cycle' || (order.kind === 'crosses' && !mayCrossSections)) return { ok: false, issue: order.issue }
  const id = (i: number) => document.rows[i]!.id
  const results = (order.kind === 'kept' ? [] : order.ways).map(({ rows, after, section }) => {
    const write: Command = (d) => connectSlot(d, indexOfRow(d, id(to)), slot, indexOfRow(d, id(from)))
    return sequence(document, { key: 'connect', values: { from, to } }, [...movesBehind(document, rows, after, section), write])
  })
  return results.find(({ ok }) => ok) ?? results[0]!
}

/** Takes input `slot` away from row `to`. Issues: `edit.no-row`, `edit.slot` when it is the only one, `edit.shared`. */
export function disconnect(document: Document, { to, slot }: { to: number; slot: number }): CommandResult {
  const row = document.rows[to]
  if (!row) return noRow(to)
  const cells = fromCells(row)
  if (!cells[slot] || cells.length < 2) return refuse('edit.slot', `Input ${slot} of row ${to} cannot be taken away.`, { row: to })
  const kept = cells.filter((_, k) => k !== slot).map((cell) => cell.text)
  return rewriteList(document, to, kept, { key: 'disconnect', values: { row: to } })
}

function rewriteList(document: Document, to: number, numbers: readonly string[], label: EditLabel): CommandResult {
  const { from, cell } = document.rows[to]!
  if (from.isAnchored || from.style === 'alias' || cell.style === 'alias')
    return refuse('edit.shared', `The from of row ${to} is used through an alias.`, { row: to })
  const comma = /,( *)\S/.exec(cell.text)?.[1] === '' ? ',' : ', '
  return finish(document, label, { changes: [{ range: rowRange(document, to, from), inserted: `[${numbers.join(comma)}]` }] })
}
