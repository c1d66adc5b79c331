import { composeSplices } from '../../yaml/compose-splices'
import { apply } from '../diff'
import type { EditLabel } from '../label'
import type { Document, DocumentDiff, PlacedRow, TextSplice } from '../types'
import type { CommandResult } from './result'

/** An edit waiting for its document. */
export type Command = (document: Document) => CommandResult

/** Several commands as one edit under one name: each works on what the one before left; the first that refuses refuses all. */
export function sequence(document: Document, label: EditLabel, commands: readonly Command[]): CommandResult {
  const diffs: DocumentDiff[] = []
  let current = document
  for (const command of commands) {
    const result = command(current)
    if (!result.ok) return result
    if (result.diff.splices.length === 0) continue
    diffs.push(result.diff)
    current = apply(current, result.diff)
  }
  return { ok: true, diff: diffs.length === 1 ? { ...diffs[0]!, label } : compose(document, current, diffs, label) }
}

/**
 * One diff for what several did. Rows whose own characters lie apart from every splice, and those edited inside, stay; any other row goes
 * and comes again under its id.
 */
function compose(before: Document, after: Document, diffs: readonly DocumentDiff[], label: EditLabel): DocumentDiff {
  const splices = composeSplices(
    before.text,
    diffs.map((diff) => diff.splices),
  )
  const swallows = (start: number, end: number) =>
    splices.some((s) => s.start <= start && start < s.start + s.removed.length && end > start)
  const afterIds = new Set(after.rows.map(({ id }) => id))
  const kept = new Set(
    before.rows.flatMap(({ id, cell }, i) =>
      afterIds.has(id) && !swallows(before.starts[i]!, before.starts[i]! + cell.range[1]) && !endsInside(splices, before, i) ? [id] : [],
    ),
  )
  const removed = before.rows.flatMap(({ id, section, cell }, index): PlacedRow[] => {
    if (kept.has(id)) return []
    const start = before.starts[index]!
    const splice = splices.findIndex((s) => s.start <= start && start + cell.range[1] <= s.start + s.removed.length)
    const from = splice < 0 ? 0 : start - splices[splice]!.start
    return [{ id, index, section, place: splice < 0 ? null : { splice, start: from, end: from + cell.range[1] } }]
  })
  const places = insertedPlaces(splices)
  const inserted = after.rows.flatMap(({ id, section, cell }, index): PlacedRow[] => {
    if (kept.has(id)) return []
    const start = after.starts[index]!
    const splice = places.findIndex(([from, to]) => from <= start && start + cell.range[1] <= to)
    const from = splice < 0 ? 0 : start - places[splice]![0]
    return [{ id, index, section, place: splice < 0 ? null : { splice, start: from, end: from + cell.range[1] } }]
  })
  const isWhole = diffs.some(({ reread }) => reread === 'all') || [...removed, ...inserted].some(({ place }) => place === null)
  return { label, splices, removed, inserted, reread: isWhole ? 'all' : 'rows' }
}

/** Whether a splice takes away the end of a row but not its beginning. */
function endsInside(splices: readonly TextSplice[], document: Document, i: number): boolean {
  const start = document.starts[i]!
  const end = start + document.rows[i]!.cell.range[1]
  return splices.some((s) => s.start > start && s.start < end && s.start + s.removed.length >= end)
}

/** Where the text of each splice lies in the text after all of them. */
function insertedPlaces(splices: readonly TextSplice[]): [start: number, end: number][] {
  let shift = 0
  return splices.map(({ start, removed, inserted }) => {
    const place: [number, number] = [start + shift, start + shift + inserted.length]
    shift += inserted.length - removed.length
    return place
  })
}
