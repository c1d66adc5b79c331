import { checkCharacters } from '../yaml/characters'
import { findExcess, holdsIndicator, limits } from '../yaml/limits'
import { rereadParts } from './diff'
import type { Document, TextSplice } from './types'

/**
 * The document after one splice inside a line, where what it touches can be told from the rest: a comment, a row that is one flow list, or an
 * entry with one value. Then only that is read again, however long the file is, and all other rows stay the same objects. Null wherever the
 * splice could mean something to the lines around it: then the whole text is to be read.
 */
export function readInPlace(document: Document, splice: TextSplice, text: string): Document | null {
  const { start, removed, inserted } = splice
  if (document.isEntangled || lineBreak.test(removed) || lineBreak.test(inserted)) return null
  const hasIndicators = holdsIndicator(removed + inserted)
  if (hasIndicators ? findExcess(text) !== null : text.length > limits.characters) return null
  if (checkCharacters(lineAt(text, start)).length > 0) return null
  const end = start + removed.length
  const reread = () => rereadParts(document, { splices: [splice], removed: [], inserted: [] }, text)

  const row = document.starts.findIndex((from, i) => from < end && start < from + document.rows[i]!.cell.range[1])
  if (row >= 0) {
    const [from, { cell }] = [document.starts[row]!, document.rows[row]!]
    const isInside = start > from && end < from + cell.range[1]
    return isInside && cell.style === 'flow' && cell.items !== undefined ? reread() : null
  }

  const entry = document.headerStarts.findIndex((from, i) => from <= end && start <= from + document.header[i]!.text.length)
  if (entry >= 0) return hasIndicators ? null : readEntry(document, entry, splice, text)

  return isInComment(document, start) ? reread() : null
}

/** What ends a line, to YAML or to a pattern. */
const lineBreak = /[\r\n\x85\u2028\u2029]/

function lineAt(text: string, at: number): string {
  const behind = text.slice(at).search(lineBreak)
  return text.slice(lineStart(text, at), behind < 0 ? text.length : at + behind)
}

function lineStart(text: string, at: number): number {
  let start = at
  while (start > 0 && !lineBreak.test(text[start - 1]!)) start--
  return start
}

/** Behind the sign of a comment; for places outside rows and entries. In these, and only there, that sign may mean something else. */
function isInComment({ text, rows, starts, header, headerStarts }: Document, at: number): boolean {
  const line = lineStart(text, at)
  const ends = [
    ...starts.map((start, i) => start + rows[i]!.cell.range[1]),
    ...headerStarts.map((start, i) => start + header[i]!.text.length),
  ].filter((end) => end <= at)
  const from = Math.max(line, ...ends)
  return /[ \t]#/.test(text.slice(from, at)) || (from === line && at > line && text[line] === '#')
}

/** An entry of one line that stays one, with its key and a value. */
function readEntry(document: Document, i: number, { start, removed, inserted }: TextSplice, text: string): Document | null {
  const from = document.headerStarts[i]!
  const { text: before } = document.header[i]!
  const at = start - from
  if (at <= 0 || at + removed.length > before.length || lineBreak.test(before)) return null
  const after = before.slice(0, at) + inserted + before.slice(at + removed.length)
  const read = rereadParts(document, { splices: [{ start: from, removed: before, inserted: after }], removed: [], inserted: [] }, text)
  const cell = read?.header[i]!.cell
  return cell?.style !== 'missing' && cell?.range[1] === after.length ? read : null
}
