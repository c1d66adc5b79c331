import type { IssueCode } from '../issues/issue'
import type { EditLabel } from './label'

/**
 * The document is the user's text and what was read from it. Nothing in a row is an absolute position: ranges count from
 * the row's first character and `Document.starts` says where each row begins, so an edit elsewhere leaves every other row
 * the same object. Memos may therefore use a row itself as their key.
 */
export interface Document {
  readonly text: string
  readonly path?: string
  /** In the libraries' numbering: `#i` is `rows[i]`, the backbone first, then the head. Malformed rows keep their place. */
  readonly rows: readonly Row[]
  /** Offset in `text` of each row's first character. */
  readonly starts: readonly number[]
  readonly sections: readonly Section[]
  /** Every top-level entry that is no list of rows, in the order of the text. */
  readonly header: readonly HeaderEntry[]
  readonly headerStarts: readonly number[]
  /** The parsed value of the `graft:` key. */
  readonly graft: YamlMap | null
  /** What is wrong with the text as a whole; offsets count from the start of the text. */
  readonly problems: readonly Problem[]
  /** True when one row's text cannot be read without the rest of the file (anchors, errors, a flow mapping around everything). */
  readonly isEntangled: boolean
  /** The number the next new row is named by. */
  readonly nextId: number
}

/** Opaque, and the same row keeps it through every edit, undo and redo. */
export type RowId = string & { readonly brand: 'RowId' }

/** One `[from, repeats, module, args]` line. */
export interface Row {
  readonly id: RowId
  /** The list the row stands in: `backbone`, `head`, or another one a dialect names. */
  readonly section: string
  /** The row as written: the list that holds the four cells, or whatever stands in its place. */
  readonly cell: Cell
  readonly from: Cell
  readonly repeats: Cell
  readonly module: Cell
  /** The fourth cell; its items are `args`. */
  readonly argsCell: Cell
  readonly args: readonly Cell[]
  /** True when the libraries could not read the row as from, repeats, module and args. */
  readonly isMalformed: boolean
  /** What is wrong inside the row; offsets count from the row's start. */
  readonly problems: readonly Problem[]
}

export type YamlScalar = null | boolean | number | string
export type YamlValue = YamlScalar | readonly YamlValue[] | YamlMap
export type YamlMap = ReadonlyMap<YamlScalar, YamlValue>

export type CellStyle = 'plain' | 'single' | 'double' | 'block-text' | 'flow' | 'block' | 'alias' | 'missing'

/** A value with the text it was read from. */
export interface Cell {
  readonly value: YamlValue
  readonly text: string
  /** Offsets from the start of the row (or header entry) the cell stands in; the end is exclusive. */
  readonly range: OffsetRange
  readonly style: CellStyle
  /** Written as a float: `1.0` and `1` are the same number to JavaScript, not to Python. */
  readonly isFloat: boolean
  /** Another place reads this text through an alias. */
  readonly isAnchored: boolean
  /** The cells of a list. */
  readonly items?: readonly Cell[]
  /** The entries of a mapping, as written (the last one wins where a key repeats). */
  readonly entries?: readonly CellEntry[]
}

export interface CellEntry {
  readonly key: Cell
  readonly value: Cell
}

export type OffsetRange = readonly [start: number, end: number]

/** A list of rows. `flow` is YOLOv5's `[[…], […]]`, `block` one `- […]` a line, `missing` a key that is absent or holds no list. */
export interface Section {
  readonly name: string
  readonly layout: 'block' | 'flow' | 'missing'
}

/** A top-level entry such as `nc: 80`. Ranges count from the entry's first character. */
export interface HeaderEntry {
  readonly key: YamlScalar
  readonly keyCell: Cell
  readonly cell: Cell
  /** Key to end of value. */
  readonly text: string
  readonly problems: readonly Problem[]
}

/** An issue before it has a place in the whole text. */
export interface Problem {
  readonly code: IssueCode
  readonly message: string
  readonly range: OffsetRange
  readonly cure?: string
}

/** A float to be written as one although its value is whole: `float(1)` prints `1.0`. */
export interface FloatValue {
  readonly float: number
}

/** What a command writes into a cell. */
export type NewValue = YamlScalar | FloatValue | readonly NewValue[] | { readonly [key: string]: NewValue } | YamlMap

/** A row to be written. `from` defaults to the row before; negative numbers count back, others name a row of the document as it is. */
export interface NewRow {
  readonly from?: number | readonly number[]
  readonly repeats?: number
  readonly module: string
  readonly args?: readonly NewValue[]
  /** Written behind the row, without the `#`. */
  readonly comment?: string
}

/** Replaces `removed`, which stands at `start` in the text before, by `inserted`. */
export interface TextSplice {
  readonly start: number
  readonly removed: string
  readonly inserted: string
}

/** A row that a diff takes away or brings in, and where its text lies: inside `removed` or `inserted` of splice number `splice`. */
export interface PlacedRow {
  readonly id: RowId
  /** Global index before the diff for a removed row, after it for an inserted one. */
  readonly index: number
  readonly section: string
  readonly place: { readonly splice: number; readonly start: number; readonly end: number } | null
}

/** An edit as plain data: `apply` does it, `apply(invert(…))` undoes it. */
export interface DocumentDiff {
  readonly label: EditLabel
  /** In the order of the text, none overlapping. */
  readonly splices: readonly TextSplice[]
  readonly removed: readonly PlacedRow[]
  readonly inserted: readonly PlacedRow[]
  /** `rows` when only rows and values inside header entries change, `all` when entries or sections come or go. */
  readonly reread: 'rows' | 'all'
}
