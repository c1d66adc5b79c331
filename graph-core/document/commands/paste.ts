import { fromCells, inputIndex, moduleName, sourcesOf } from '../edges'
import { type CopiedRows, copyRows, readRows, restated, withSources } from '../copied-rows'
import type { EditLabel } from '../label'
import type { Document, RowId } from '../types'
import { insertAfter } from './insert'
import { noRow, refuse, type CommandResult } from './result'
import { sequence, type Command } from './sequence'

export interface PasteOptions {
  /** Links to rows that are not among the pasted ones go on meaning those; by default they all read the row before. */
  readonly keepIncoming?: boolean
  /** The row that slot `slot` of pasted row `k` read where it was copied, where that is known better than the text says. */
  readonly sourceOf?: (k: number, slot: number) => number | undefined
}

/**
 * Puts copied rows behind row `after` (-1 in an empty model). Links among them stay among them. Issues: `edit.paste`, `edit.no-row`, and
 * those of `insertAfter`.
 */
export function pasteRows(document: Document, source: string | CopiedRows, after: number, options: PasteOptions = {}): CommandResult {
  const copied = typeof source === 'string' ? readRows(source) : source
  if ('code' in copied) return { ok: false, issue: copied }
  return insertCopied(document, copied, after, { key: 'paste', values: { count: copied.rows.length } }, options)
}

/** Puts a copy of rows behind the last of them, or behind row `after`; it reads what they read. Issues as of `pasteRows`. */
export function duplicateRows(document: Document, rows: readonly number[], after = Math.max(...rows)): CommandResult {
  const chosen = [...new Set(rows)].sort((a, b) => a - b)
  const missing = chosen.find((i) => !document.rows[i])
  if (missing !== undefined || chosen.length === 0) return noRow(missing ?? -1)
  const copied = readRows(copyRows(document, chosen))
  if ('code' in copied) return { ok: false, issue: copied }
  const sourceOf = createSourceMemory(document, chosen)
  const label: EditLabel = { key: 'duplicate', values: { count: chosen.length } }
  return insertCopied(document, copied, after, label, { keepIncoming: true, sourceOf: (k, slot) => sourceOf(document, k, slot) })
}

/** What the slots of rows read, by id: known as long as those rows are there, whatever their numbers become. */
export function createSourceMemory(
  document: Document,
  rows: readonly number[],
): (now: Document, k: number, slot: number) => number | undefined {
  const ids = rows.map((i) => sourceIds(document, i))
  return (now, k, slot) => {
    const id = ids[k]?.[slot]
    if (id === null) return inputIndex
    const at = id === undefined ? -1 : now.rows.findIndex((row) => row.id === id)
    return at < 0 ? undefined : at
  }
}

function sourceIds(document: Document, i: number): (RowId | null | undefined)[] {
  return sourcesOf(document, i).map((source) => (source === null ? undefined : source < 0 ? null : document.rows[source]!.id))
}

function insertCopied(
  document: Document,
  { rows, offset }: CopiedRows,
  after: number,
  label: EditLabel,
  options: PasteOptions,
): CommandResult {
  const first = after + 1
  const steps: Command[] = []
  for (const [k, { text, row, above, comment }] of rows.entries()) {
    const numbers: number[] = []
    for (const [slot, cell] of fromCells(row).entries()) {
      const number = placeLink(cell.value as number, k, slot)
      if (number === null)
        return refuse('edit.order', `${moduleName(row)} would be read from behind row ${after}.`, after < 0 ? {} : { row: after })
      numbers.push(number)
    }
    const written = {
      row: withSources(text, (slot) => numbers[slot]!),
      above,
      comment: restated(comment, offset === null ? null : offset + k, first + k),
    }
    steps.push((d) => insertAfter(d, first + k - 1, { from: numbers, module: moduleName(row) }, { written }))
  }
  return sequence(document, label, steps)

  /** The number a slot of pasted row `k` is to hold; null where the row it means would come later. */
  function placeLink(value: number, k: number, slot: number): number | null {
    if (value < 0 && k + value >= 0) return value
    const inside = offset === null ? -1 : value - offset
    if (value >= 0 && inside >= 0 && inside < k) return first + inside
    if (!options.keepIncoming) return k === 0 ? -1 : value < 0 || after < 0 ? -(k + 1) : after
    const known = options.sourceOf?.(k, slot)
    if (known !== undefined) return known > after ? null : known === first + k - 1 ? -1 : known
    if (value < 0) return value
    return value > after ? null : value
  }
}
