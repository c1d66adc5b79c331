import { issue, type Issue, type IssueCode, type Where } from '../../issues/issue'
import { toSplices, type Change } from '../../yaml/splices'
import type { EditLabel } from '../label'
import type { Document, DocumentDiff, PlacedRow, Row, RowId } from '../types'

/** What a command gives back: the edit as data, or why it cannot be made. */
export type CommandResult = { readonly ok: true; readonly diff: DocumentDiff } | { readonly ok: false; readonly issue: Issue }

export function refuse(code: IssueCode, message: string, where: Where = {}): { ok: false; issue: Issue } {
  return { ok: false, issue: issue(code, message, where) }
}

export function noRow(i: number): { ok: false; issue: Issue } {
  return refuse('edit.no-row', `The model has no row ${i}.`, { row: i })
}

/** A row that leaves its place: its characters lie inside the change that removes them. */
export interface Leaving {
  readonly row: Row
  readonly index: number
  readonly start: number
}

/** A row that comes in: `at` is where it begins inside the inserted text of `change`. */
export interface Coming {
  readonly id: RowId
  readonly index: number
  readonly section: string
  readonly change: Change
  readonly at: number
  readonly length: number
}

export interface Parts {
  readonly changes: readonly Change[]
  readonly leaving?: readonly Leaving[]
  readonly coming?: readonly Coming[]
  readonly reread?: DocumentDiff['reread']
}

/** Puts a diff together from changes in any order. */
export function finish(
  document: Document,
  label: EditLabel,
  { changes, leaving = [], coming = [], reread = 'rows' }: Parts,
): CommandResult {
  const splices = toSplices(document.text, changes)
  const spliceOf = (change: Change) =>
    splices.findIndex(
      ({ start, removed, inserted }) =>
        start === change.range[0] && start + removed.length === change.range[1] && inserted === change.inserted,
    )
  const removed = leaving.map(({ row, index, start }): PlacedRow => {
    const splice = splices.findIndex((each) => each.start <= start && start + row.cell.range[1] <= each.start + each.removed.length)
    const from = splice < 0 ? 0 : start - splices[splice]!.start
    return { id: row.id, index, section: row.section, place: splice < 0 ? null : { splice, start: from, end: from + row.cell.range[1] } }
  })
  const inserted = coming.map(({ id, index, section, change, at, length }): PlacedRow => {
    const splice = spliceOf(change)
    return { id, index, section, place: splice < 0 ? null : { splice, start: at, end: at + length } }
  })
  return { ok: true, diff: { label, splices, removed, inserted, reread } }
}
