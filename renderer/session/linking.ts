/** Wires: what connecting would do, and doing it. */
import { type Document, connect, disconnect, fromCells, sequence, sourcesOf } from '../../graph-core/document'
import { issue, type Issue } from '../../graph-core/issues/issue'
import { type Editing, type RowRef, type Shown, indexOf } from './editing'
import type { createPreviewer } from './link-preview'

interface LinkRef {
  readonly from: number
  readonly to: number
  readonly slot: number
}

const canDisconnect = (d: Document, { to }: Pick<LinkRef, 'to'>) => (d.rows[to] === undefined ? 0 : fromCells(d.rows[to]).length) > 1

/** Lets another input read what a link reads. Its own input goes, or takes what the other one read where both are of one row. */
function moveLink(d: Document, { from, to, slot }: LinkRef, end: { readonly to: number; readonly slot: number }) {
  const label = { key: 'connect', values: { from, to: end.to } } as const
  const id = (i: number) => d.rows[i]!.id
  const at = (now: Document, i: number) => (i < 0 ? i : now.rows.findIndex((row) => row.id === id(i)))
  const read = (source: number, reader: number, input: number) => (now: Document) =>
    connect(now, { from: at(now, source), to: at(now, reader), slot: input })
  const leave = (now: Document) => disconnect(now, { to: at(now, to), slot })
  const other = end.to === to ? sourcesOf(d, to)[end.slot] : undefined
  if (other != null) return sequence(d, label, [read(from, to, end.slot), read(other, to, slot)])
  return sequence(d, label, [read(from, end.to, end.slot), ...(canDisconnect(d, { to }) ? [leave] : [])])
}

export function linkActions({ run, shown }: Editing, previewer: ReturnType<typeof createPreviewer>) {
  return {
    /**
     * Lets a slot of a row read another row; the slot after the last adds one. Rows change places where the link looks forward, and the
     * snapshot's notice says so; between backbone and head only where `mayCrossSections`.
     */
    connect: (from: RowRef, to: RowRef, slot = 0, { mayCrossSections = false } = {}) =>
      run((d) => connect(d, { from: indexOf(from), to: indexOf(to), slot, mayCrossSections }), { noticeOf: reordered }),
    disconnect: (to: RowRef, slot: number) => run((d) => disconnect(d, { to: indexOf(to), slot })),
    /** Whether a row can do without an input. */
    canDisconnect: (to: RowRef) => canDisconnect(shown().document, { to: indexOf(to) }),
    /** Moves the end of a link to another input; the row it leaves goes on reading where it cannot do without. */
    moveLink: (link: LinkRef, end: { readonly to: number; readonly slot: number }) =>
      run((d) => moveLink(d, link, end), { noticeOf: reordered }),
    /** What connecting would do: whether it may, and the shape the row would give then. */
    connectionPreview: (from: RowRef, to: RowRef, slot = 0) => previewer.preview(shown(), { from: indexOf(from), to: indexOf(to), slot }),
    /** The same of every slot a wire from a row could be dropped on. */
    connectionTargets: (from: RowRef) => previewer.targets(shown(), indexOf(from)),
  }
}

/** Says which rows changed places. */
export function reordered(before: Shown, after: Shown): Issue | null {
  const old = new Map(before.document.rows.map(({ id }, i) => [id, i]))
  const moved = after.document.rows.flatMap(({ id }, i) => (old.has(id) && old.get(id) !== i ? [`#${old.get(id)} is #${i}`] : []))
  if (moved.length === 0) return null
  return issue('edit.reordered', `Rows changed places so that the link can be: ${moved.join(', ')} now.`)
}
