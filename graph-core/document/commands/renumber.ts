import { commentBehind } from '../../yaml/layout'
import type { Change } from '../../yaml/splices'
import { fromCells, inputIndex, resolveFrom, sourceOf } from '../edges'
import { rowRange } from '../header'
import type { Cell, Document, Row } from '../types'
import { mutedRow } from '../muted'
import { refuse } from './result'
import { renumberGraft } from './graft-key'

/** What becomes of the rows: their new indices, and who reads what if not the same row as before. */
export interface Renumbering {
  /** The new index of a row; null when it goes. */
  readonly newIndexOf: (i: number) => number | null
  /** The new index a slot is to read, where it is not the row it read before. */
  readonly retarget?: (consumer: number, slot: number, source: number) => number | undefined
  /** Modules that change in the same edit, for the entries of the `graft:` key. */
  readonly moduleOf?: (i: number) => string
}

export type RenumberResult =
  | {
      readonly ok: true
      readonly byRow: ReadonlyMap<number, readonly Change[]>
      readonly others: readonly Change[]
      readonly dropsNodes: boolean
    }
  | ReturnType<typeof refuse>

/**
 * Lets `from`s, index comments and the `graft:` key follow when rows change places. A `from` stays as its author wrote
 * it: a negative one relative, any other absolute. Refuses with `edit.order` when a row would be read before it is built,
 * `edit.input` when a row other than the first would read the image, `edit.shared` when a number is used through an alias.
 */
export function renumber(document: Document, plan: Renumbering): RenumberResult {
  const byRow = new Map<number, readonly Change[]>()
  for (let i = 0; i < document.rows.length; i++) {
    const to = plan.newIndexOf(i)
    if (to === null) continue
    const changes: Change[] = []
    const row = document.rows[i]!
    const written: (number | null)[] = []
    for (const [slot, cell] of fromCells(row).entries()) {
      const result = follow(document, plan, i, to, slot, cell)
      if (typeof result === 'object' && result !== null) return result
      written.push(result)
    }
    const cells = fromCells(row)
    if (written.some((value, slot) => value !== null && value !== cells[slot]!.value)) {
      const rewritten = rewriteFrom(document, i, row, written)
      if (!rewritten) return refuse('edit.shared', `The from of row ${i} is used through an alias.`, { row: i })
      changes.push(...rewritten, ...renumberMuted(document, i, written))
    }
    if (to !== i) changes.push(...renumberComment(document, i, to))
    if (changes.length > 0) byRow.set(i, changes)
  }
  const graft = renumberGraft(document, plan)
  return { ok: true, byRow, others: graft.changes, dropsNodes: graft.dropsNodes }
}

/** The number a slot is to hold; null leaves it as it is. */
function follow(
  document: Document,
  plan: Renumbering,
  i: number,
  to: number,
  slot: number,
  cell: Cell,
): number | null | ReturnType<typeof refuse> {
  const source = sourceOf(i, cell)
  const value = cell.value as number
  if (source === null) {
    // A number that names a later row follows that row; one that names none stays.
    const named = typeof value === 'number' && Number.isSafeInteger(value) ? resolveFrom(i, value) : -1
    return value >= 0 && named >= 0 && named < document.rows.length ? plan.newIndexOf(named) : null
  }
  const target = plan.retarget?.(i, slot, source) ?? (source === inputIndex ? inputIndex : plan.newIndexOf(source))
  if (target === null) return refuse('edit.rejoin', `Row ${i} reads row ${source}, which goes.`, { row: i, edge: source })
  if (target === inputIndex) {
    if (to === 0) return -1
    return refuse('edit.input', `Row ${i} reads the image, which only the first row can.`, { row: i })
  }
  if (target >= to) return refuse('edit.order', `Row ${i} reads row ${source}, which would come after it.`, { row: i, edge: source })
  return value < 0 ? target - to : target
}

/** Writes new numbers into a `from`; null when they cannot be changed where they stand. */
export function rewriteFrom(document: Document, i: number, row: Row, written: readonly (number | null)[]): Change[] | null {
  const cells = fromCells(row)
  if (row.cell.style === 'alias' || row.from.isAnchored) return null
  if (row.from.style === 'alias') {
    const values = cells.map((cell, slot) => String(written[slot] ?? (cell.value as number)))
    return [{ range: rowRange(document, i, row.from), inserted: row.from.items ? `[${values.join(', ')}]` : values[0]! }]
  }
  const changes: Change[] = []
  for (const [slot, cell] of cells.entries()) {
    const value = written[slot]
    if (value === null || value === undefined || value === cell.value) continue
    changes.push({ range: rowRange(document, i, cell), inserted: String(value) })
  }
  return changes
}

/** The row that a muted row's comment keeps reads what the row in its place reads. */
function renumberMuted(document: Document, i: number, [value]: readonly (number | null)[]): Change[] {
  const muted = mutedRow(document, i)
  const cell = muted && fromCells(muted.row)[0]
  if (!cell || value === null || value === undefined) return []
  const at = muted.range[0] + cell.range[0]
  return [{ range: [at, at + cell.text.length], inserted: String(value) }]
}

/**
 * A comment behind a row that begins with exactly the row's index states it: `# 15 (P3/8-small)`, `# 0-P1/2`, `# 9`.
 * Other numbers in comments mean something else and stay.
 */
function renumberComment(document: Document, i: number, to: number): Change[] {
  const comment = statedComment(document, i)
  if (!comment) return []
  const stated = /^(#+[ \t]*)(\d+)(?=$|[ \t:,;)]|-(?=[Pp]\d))/.exec(document.text.slice(...comment))
  if (!stated || stated[2] !== String(i)) return []
  const at = comment[0] + stated[1]!.length
  return [{ range: [at, at + stated[2].length], inserted: String(to) }]
}

/** The comment a row's author wrote behind it, which stands behind the kept row where it is muted. */
function statedComment(document: Document, i: number): readonly [number, number] | null {
  const muted = mutedRow(document, i)
  const behind = muted ? muted.range[1] : rowRange(document, i)[1]
  return commentBehind(document.text, behind)
}
