import { readFlowRow } from '../yaml/flow-row'
import { readDocument, readHeaderEntry } from '../yaml/parse'
import { readRow } from '../yaml/rows'
import { applySplices, invertSplices } from '../yaml/splices'
import type { Document, DocumentDiff, HeaderEntry, Row, RowId, TextSplice, YamlMap } from './types'

/**
 * Does a diff. Only rows and header entries that a splice reaches into are read again; all others stay the same objects,
 * their starts shifted. Where a row cannot be read by itself, the whole text is. Either way the result is what reading
 * the new text afresh gives, with the ids of before. Throws when the diff is not one of this document's text.
 */
export function apply(document: Document, diff: DocumentDiff): Document {
  const text = applySplices(document.text, diff.splices)
  const ids = idsAfter(document, diff)
  const nextId = diff.inserted.reduce((next, { id }) => Math.max(next, Number(id) + 1), document.nextId)
  const edited = diff.reread === 'all' || document.isEntangled ? null : rereadParts(document, diff, text)
  return edited ? { ...edited, nextId } : { ...readDocument(text, { path: document.path, ids, nextId }), nextId }
}

/** The diff that takes `diff` back. */
export function invert(diff: DocumentDiff): DocumentDiff {
  return { label: diff.label, splices: invertSplices(diff.splices), removed: diff.inserted, inserted: diff.removed, reread: diff.reread }
}

function idsAfter(document: Document, { removed, inserted }: DocumentDiff): RowId[] {
  const gone = new Set(removed.map(({ id }) => id))
  const ids = document.rows.map(({ id }) => id).filter((id) => !gone.has(id))
  for (const { id, index } of [...inserted].sort((a, b) => a.index - b.index)) ids.splice(index, 0, id)
  return ids
}

/**
 * The document with `text`, reading only the rows and entries again that a splice reaches into; null where one cannot be read by itself. Nothing
 * between them may mean something else than before.
 */
export function rereadParts(
  document: Document,
  diff: Pick<DocumentDiff, 'splices' | 'removed' | 'inserted'>,
  text: string,
): Document | null {
  const shift = createShift(diff.splices)
  const gone = new Set(diff.removed.map(({ id }) => id))
  const rows: Row[] = []
  const starts: number[] = []
  for (const [i, row] of document.rows.entries()) {
    if (gone.has(row.id)) continue
    const from = document.starts[i]!
    const start = shift.startOf(from)
    const kept = shift.reaches(from, from + row.cell.range[1]) ? readAgain(row, text, start, shift.endOf(from + row.cell.range[1])) : row
    if (!kept) return null
    rows.push(kept)
    starts.push(start)
  }
  for (const { id, index, section, place } of [...diff.inserted].sort((a, b) => a.index - b.index)) {
    if (!place) return null
    const splice = diff.splices[place.splice]!
    const start = shift.insertedAt(place.splice) + place.start
    const read = readFlowRow(splice.inserted, place.start)
    if (!read || read.end !== place.end) return null
    rows.splice(index, 0, readRow(id, section, read.cell, read.problems))
    starts.splice(index, 0, start)
  }
  const header: HeaderEntry[] = []
  for (const [i, entry] of document.header.entries()) {
    const from = document.headerStarts[i]!
    const to = from + entry.text.length
    const kept = shift.reaches(from, to) ? readHeaderEntry(text.slice(shift.startOf(from), shift.endOf(to))) : entry
    if (!kept || kept.key !== entry.key) return null
    header.push(kept)
  }
  const graft = header.find((entry) => entry.key === 'graft')?.cell.value
  return {
    ...document,
    text,
    rows,
    starts,
    header,
    headerStarts: document.headerStarts.map(shift.startOf),
    graft: graft instanceof Map ? (graft as YamlMap) : null,
  }
}

function readAgain(row: Row, text: string, start: number, end: number): Row | null {
  const read = readFlowRow(text, start)
  return read && read.end === end ? readRow(row.id, row.section, read.cell, read.problems) : null
}

/** Where things are after the splices. Text inserted at a thing's first character comes before it, at its end behind it. */
function createShift(splices: readonly TextSplice[]) {
  const ends = splices.map(({ start, removed }) => start + removed.length)
  const shifts = [0]
  for (const { removed, inserted } of splices) shifts.push(shifts.at(-1)! + inserted.length - removed.length)

  /** How many splices end at or before an offset. */
  function countBefore(at: number, isAtIncluded: boolean): number {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle]! < at || (isAtIncluded && ends[middle] === at)) low = middle + 1
      else high = middle
    }
    return low
  }
  const isInsertion = (k: number) => splices[k]?.removed === ''
  return {
    startOf: (at: number) => at + shifts[countBefore(at, true)]!,
    endOf(at: number) {
      let count = countBefore(at, true)
      while (count > 0 && ends[count - 1] === at && isInsertion(count - 1)) count--
      return at + shifts[count]!
    },
    reaches(start: number, end: number) {
      let k = countBefore(start, true)
      while (k < splices.length && isInsertion(k) && splices[k]!.start === start) k++
      const next = splices[k]
      return next !== undefined && next.start < end
    },
    insertedAt: (k: number) => splices[k]!.start + shifts[k]!,
  }
}
