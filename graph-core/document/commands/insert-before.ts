import { sourcesOf } from '../edges'
import type { Document, NewRow } from '../types'
import { connect } from './connect'
import { insertAfter, insertRow } from './insert'
import { noRow, refuse, type CommandResult } from './result'
import { sequence } from './sequence'

/**
 * Puts a row directly before row `to` into one of its slots: it reads what the slot read, or the row before where the slot is the next
 * one or reads nothing. Issues as of `insertAfter`, and `edit.slot` when there is no such slot.
 */
export function insertBefore(document: Document, { to, slot }: { to: number; slot: number }, newRow: NewRow): CommandResult {
  const row = document.rows[to]
  if (!row) return noRow(to)
  const sources = sourcesOf(document, to)
  if (!Number.isInteger(slot) || slot < 0 || slot > sources.length)
    return refuse('edit.slot', `Row ${to} has ${sources.length} inputs.`, { row: to })
  const source = sources[slot] ?? null
  const read = source === null || source === to - 1 ? -1 : source
  const placed: NewRow = { ...newRow, from: typeof newRow.from === 'object' ? [read, ...newRow.from.slice(1)] : read }
  const options = { section: row.section }
  if (source !== null) return insertRow(document, to - 1, placed, (consumer, at) => consumer === to && at === slot, options)
  return sequence(document, { key: 'insert', values: { module: newRow.module } }, [
    (d) => insertAfter(d, to - 1, placed, options),
    (d) => connect(d, { to: to + 1, slot, from: to }),
  ])
}
