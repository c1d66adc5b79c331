import type { Report } from '../../graph-core/analysis'
import type { Document, EditLabel, RowId } from '../../graph-core/document'
import type { Issue } from '../../graph-core/issues/issue'
import type { Layout } from '../layout'
import type { Totals } from './view'

/** What differences are shown to. */
export interface Baseline {
  /** Another model's name; undefined for an earlier state of this one. */
  readonly name: string | undefined
  /** The template it is, by its id. */
  readonly template: string | undefined
  readonly document: Document
  /** Under the present target, scale and size. */
  readonly report: Report
}

/** What components read: one object, another one after every change. */
export interface Snapshot {
  readonly text: string
  readonly path: string | undefined
  /** The document that `report` and `layout` are of: while the text is broken, the last one that could be read. */
  readonly document: Document
  readonly report: Report
  readonly layout: Layout
  /** Of the text as it is now. */
  readonly issues: readonly Issue[]
  /** True while the text cannot be read as a model, so that an older state is shown. */
  readonly isBroken: boolean
  readonly isDirty: boolean
  readonly selection: readonly RowId[]
  /** Totals of the opened state, or of the one chosen instead, under the present target, scale and size. */
  readonly baseline: Totals
  /** The model those totals are of. */
  readonly comparedTo: Baseline
  readonly undoLabel: EditLabel | undefined
  readonly redoLabel: EditLabel | undefined
  /** Why the last action could not be done. */
  readonly refusal: Issue | null
  /** What people should know of the last action beside its result: info that no text holds. Gone with the next edit. */
  readonly notice: Issue | null
}
