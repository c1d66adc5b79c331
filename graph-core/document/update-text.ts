import { readDocument } from '../yaml/parse'
import { applySplices, invertSplices } from '../yaml/splices'
import { alignRows } from './align-rows'
import type { EditLabel } from './label'
import { readInPlace } from './read-in-place'
import type { Document, DocumentDiff, RowId, TextSplice } from './types'

/**
 * Takes over text as the user typed it: a new text, or the splices an editor reports. Rows outside the edit keep their
 * ids by their place, rows inside it by resemblance (module, arguments, from). The diff makes typing undoable like any
 * other edit. A key in a comment, a row or a value costs no reading of the whole text.
 */
export function updateText(
  document: Document,
  edit: string | readonly TextSplice[],
  label: EditLabel = { key: 'type' },
): { document: Document; diff: DocumentDiff } {
  const splices = typeof edit === 'string' ? difference(document.text, edit) : edit
  const text = applySplices(document.text, splices)
  const inPlace = splices.length === 1 ? readInPlace(document, splices[0]!, text) : null
  if (inPlace) return { document: inPlace, diff: { label, splices, removed: [], inserted: [], reread: 'all' } }
  const fresh = readDocument(text, { path: document.path, nextId: document.nextId })
  const pairs = alignRows(document, fresh, splices)
  let nextId = document.nextId
  const ids = fresh.rows.map((_, j) => {
    const old = pairs.get(j)
    return old === undefined ? (String(nextId++) as RowId) : document.rows[old]!.id
  })
  const matched = new Set(pairs.values())
  const diff: DocumentDiff = {
    label,
    splices,
    removed: document.rows.flatMap(({ id, section }, index) => (matched.has(index) ? [] : [{ id, index, section, place: null }])),
    inserted: fresh.rows.flatMap(({ section }, index) => (pairs.has(index) ? [] : [{ id: ids[index]!, index, section, place: null }])),
    reread: 'all',
  }
  return { document: { ...fresh, rows: fresh.rows.map((row, j) => ({ ...row, id: ids[j]! })), nextId }, diff }
}

/** The one splice between two texts: what lies between their common beginning and their common end. */
export function difference(before: string, after: string): TextSplice[] {
  if (before === after) return []
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let same = 0
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++
  return [{ start, removed: before.slice(start, before.length - same), inserted: after.slice(start, after.length - same) }]
}

/** Where text that splices leave alone ends up, from the start and from the end. */
export function untouched(document: Document, splices: readonly TextSplice[]): { before: number; after: number; shift: number } {
  const first = splices[0]
  const last = splices.at(-1)
  if (!first || !last) return { before: document.text.length, after: 0, shift: 0 }
  const inverse = invertSplices(splices).at(-1)!
  const after = last.start + last.removed.length
  return { before: first.start, after, shift: inverse.start + inverse.removed.length - after }
}
