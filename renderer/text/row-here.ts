/** The row that is being written at a place of the editor, read as if it ended there: what completion and signatures go by. */
import type { Report } from '../../graph-core/analysis'
import type { Document } from '../../graph-core/document'
import { readDocument } from '../../graph-core/yaml/parse'
import { type RowArgument, type Session, rowArguments } from '../session'
import { type RowPlace, endedAt, rowPlace } from './row-place'

export interface RowHere {
  readonly place: RowPlace
  /** The text up to the place; its last row is the one. */
  readonly document: Document
  readonly i: number
  /** What is known of the rows above. */
  readonly report: Report
}

/** The names of the lists that hold rows. */
export const sectionsOf = ({ sections }: Document): readonly string[] => [
  ...new Set(['backbone', 'head', ...sections.map(({ name }) => name)]),
]

/** The row at an offset of the editor's text; undefined where none is being written. */
export function rowHere(session: Session, text: string, offset: number): RowHere | undefined {
  const { document: known, report } = session.getSnapshot()
  const place = rowPlace(text, offset, sectionsOf(known))
  if (place === undefined) return undefined
  const document = readDocument(endedAt(text, offset, place), known.path === undefined ? {} : { path: known.path })
  return { place, document, i: document.rows.length - 1, report }
}

/** The argument that is being written, and all the row has; the parse rule's own are among them. */
export function argumentHere(session: Session, { place, document, i, report }: RowHere) {
  const all = rowArguments(document, report, session.library, i)
  const present: RowArgument | undefined = place.cell === 'args' ? all.find(({ position }) => position === place.item) : undefined
  return { all, present }
}
