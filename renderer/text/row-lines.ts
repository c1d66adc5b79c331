/** Which lines of the text are which row. */
import type { Document } from '../../graph-core/document'
import type { Snapshot } from '../session'
import { type FileLines, fileLines } from './file-lines'
import { carried, splicesBetween } from './splices-between'

export interface RowLines {
  readonly first: number
  readonly last: number
}

/**
 * The lines of each row of `document` in `text`. While the text is broken, `document` is the last one that could be read, and its rows are
 * looked for where the edits since have moved them.
 */
export function rowLines(document: Document, text: string): readonly RowLines[] {
  const since = splicesBetween(document.text, text)
  const lines: FileLines = fileLines(text)
  return document.rows.map(({ cell }, i) => {
    const start = document.starts[i]!
    const [from, to] = [start + cell.range[0], start + cell.range[1]].map((offset) => lines.placeAt(carried(offset, since)).line)
    return { first: from!, last: to! }
  })
}

const known = new WeakMap<Snapshot, readonly RowLines[]>()

/** The same for what a session shows; found once for all who ask. */
export function linesOfRows(snapshot: Snapshot): readonly RowLines[] {
  const found = known.get(snapshot) ?? rowLines(snapshot.document, snapshot.text)
  known.set(snapshot, found)
  return found
}

/** The row that a line belongs to. */
export const rowAtLine = (rows: readonly RowLines[], line: number): number =>
  rows.findIndex(({ first, last }) => line >= first && line <= last)

/** The lines of the `graft:` key where it takes more than one. */
export function graftLines({ header, headerStarts, text }: Document): RowLines | undefined {
  const k = header.findIndex(({ key }) => key === 'graft')
  if (k < 0) return undefined
  const lines = fileLines(text)
  const start = headerStarts[k]!
  const [first, last] = [lines.placeAt(start).line, lines.placeAt(start + header[k]!.text.trimEnd().length).line]
  return last > first ? { first, last } : undefined
}
