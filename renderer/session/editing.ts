/** What the actions of a session are made from, and how they name rows. */
import type { Report } from '../../graph-core/analysis'
import type { Command, Document, EditLabel, RowId } from '../../graph-core/document'
import type { Issue } from '../../graph-core/issues/issue'
import type { Library } from '../../graph-core/symbolic'
import type { Layout } from '../layout'

/** A row as people name it: `#4`, or its index. */
export type RowRef = `#${number}` | number

export const indexOf = (row: RowRef) => (typeof row === 'number' ? row : Number(row.slice(1)))
export const indicesOf = (rows: readonly RowRef[]) => rows.map(indexOf)

/** A model as it is shown: its document, what analysis says, and its picture. */
export interface Shown {
  readonly document: Document
  readonly report: Report
  readonly layout: Layout
}

export interface RunOptions {
  /** Edits under the same key without a pause between them are one step. */
  readonly key?: string
  /** What the edit is called, where it is not what the command calls it. */
  readonly label?: EditLabel
  /** Whether the rows the edit brings are selected afterwards. */
  readonly selectsNew?: boolean
  /** What people should know of the edit beside its result. */
  readonly noticeOf?: (before: Shown, after: Shown) => Issue | null
}

export interface Editing {
  readonly library: Library
  readonly shown: () => Shown
  /** How another state of the model would be shown. */
  readonly view: (document: Document) => Shown
  readonly selection: () => readonly RowId[]
  /** Does a command as one undoable step; false where it is refused, and the snapshot says why. */
  readonly run: (command: Command, options?: RunOptions) => boolean
  /** Looks at other rows. */
  readonly select: (rows: readonly number[]) => void
}
