/** Wires: what connecting would do, and doing it. */
import { connect, disconnect } from '../../graph-core/document'
import { issue, type Issue } from '../../graph-core/issues/issue'
import { type Editing, type RowRef, type Shown, indexOf } from './editing'
import type { createPreviewer } from './link-preview'

export function linkActions({ run, shown }: Editing, previewer: ReturnType<typeof createPreviewer>) {
  return {
    /**
     * Lets a slot of a row read another row; the slot after the last adds one. Rows change places where the link looks forward, and the
     * snapshot's notice says so; between backbone and head only where `mayCrossSections`.
     */
    connect: (from: RowRef, to: RowRef, slot = 0, { mayCrossSections = false } = {}) =>
      run((d) => connect(d, { from: indexOf(from), to: indexOf(to), slot, mayCrossSections }), { noticeOf: reordered }),
    disconnect: (to: RowRef, slot: number) => run((d) => disconnect(d, { to: indexOf(to), slot })),
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
