import type { Document, OffsetRange } from '../document/types'
import type { Change } from './splices'

/**
 * Where rows and their comments lie, and how one is taken out of its list or put into it. A row owns the comment behind
 * it on its line and the comment lines directly above it, without a blank line between; the comment lines under
 * `backbone:` above the first row speak of the list and stay. Everything else between rows belongs to nobody and is
 * never touched. Four layouts are known: items of a block list; a flow list with a row a line (YOLOv5), whose brackets may
 * share a line with its first and last row; and a flow list on one line.
 */
export interface RowLayout {
  readonly kind: 'block' | 'lines' | 'inline'
  /** The row's own characters. */
  readonly row: OffsetRange
  /** With its comments: what is removed when it goes. For `block` and `lines` whole lines without the last line break. */
  readonly extent: OffsetRange
  /** The comment behind the row, from its `#`; null when there is none. */
  readonly comment: OffsetRange | null
  /** From the start of the line to the row, to be repeated before a neighbour. */
  readonly prefix: string
  /** A flow row that shares its line with the opening bracket of the list. */
  readonly isBehindBracket: boolean
  /** Brackets that close the list on the row's line. */
  readonly closing: OffsetRange | null
  /** The comma behind a flow row. */
  readonly comma: OffsetRange | null
}

/** The line break the file uses. */
export function lineBreakOf(text: string): string {
  const at = text.search(/[\r\n]/)
  return at < 0 || text[at] === '\n' ? '\n' : text[at + 1] === '\n' ? '\r\n' : '\r'
}

/** The comment behind a row on its line, from its `#`. */
export function commentBehind(text: string, end: number): OffsetRange | null {
  behind.lastIndex = end
  const found = behind.exec(text)
  return found?.[1] === undefined ? null : [behind.lastIndex - found[1].length, behind.lastIndex]
}

const behind = /(?:[ \t]*,)?[ \t]*(?:\][ \t]*,?[ \t]*)?\}?(?:(?<=[ \t,])(#[^\r\n]*))?/y

/** How row `i` lies in its list; null when its surroundings are none of the known layouts. */
export function layoutOf(document: Document, i: number): RowLayout | null {
  const { text, rows, starts, sections } = document
  const row = rows[i]!
  const section = sections.find((each) => each.name === row.section)!
  const start = starts[i]!
  const end = start + row.cell.range[1]
  const lineStart = startOfLine(text, start)
  const lineEnd = endOfLine(text, end)
  const isFirst = rows[i - 1]?.section !== row.section
  const before = text.slice(lineStart, start)
  const comment = commentBehind(text, end)

  if (section.layout === 'block') {
    const rest = text.slice(end, comment?.[0] ?? lineEnd)
    if (!/^[ \uFEFF]*- +$/.test(before) || rest.trim() !== '') return null
    const top = isFirst ? lineStart : withCommentsAbove(text, lineStart)
    const extent: OffsetRange = [top, lineEnd]
    return { kind: 'block', row: [start, end], extent, comment, prefix: before, isBehindBracket: false, closing: null, comma: null }
  }

  const tail = flowTail.exec(text.slice(end, lineEnd))!
  const comma: OffsetRange | null = tail[1] === undefined ? null : [end + tail[1].length - 1, end + tail[1].length]
  const closingAt = end + (tail[1]?.length ?? 0) + tail[2]!.length
  const closing: OffsetRange | null = tail[3] === undefined ? null : [closingAt, closingAt + tail[3].length]
  const isAlone = tail[4] === undefined
  const startsLine = /^ *$/.test(before)
  const isBehindBracket = isFirst && /\[ *$/.test(before)
  const previousEnd = isFirst ? -1 : starts[i - 1]! + rows[i - 1]!.cell.range[1]
  const sharesLine = !isAlone || (!startsLine && !isBehindBracket) || (isBehindBracket && (closing !== null || !isAlone))
  if (sharesLine || previousEnd > lineStart)
    return { kind: 'inline', row: [start, end], extent: [start, end], comment, prefix: '', isBehindBracket, closing, comma }
  const prefix = ' '.repeat(start - lineStart)
  const extent: OffsetRange = isBehindBracket ? [start, lineEnd] : [isFirst ? lineStart : withCommentsAbove(text, lineStart), lineEnd]
  return { kind: 'lines', row: [start, end], extent, comment, prefix, isBehindBracket, closing, comma }
}

/** Behind a flow row: its comma, brackets that close the list, and anything else that is no comment. */
const flowTail = /^([ \t]*,)?([ \t]*)(\][ \t]*,?[ \t]*\}?)?[ \t]*(?:#.*|([^#\s].*))?/

/** What taking row `i` out of its list changes. */
export function removalOf(document: Document, i: number, layout: RowLayout): Change[] {
  const { text, rows, starts } = document
  const { kind, row, extent, comment, closing, comma } = layout
  const hasNext = rows[i + 1]?.section === rows[i]!.section
  const hasPrevious = rows[i - 1]?.section === rows[i]!.section
  if (kind === 'inline') {
    if (hasNext) return [{ range: [row[0], starts[i + 1]!], inserted: '' }]
    if (hasPrevious) return [{ range: [starts[i - 1]! + rows[i - 1]!.cell.range[1], row[1]], inserted: '' }]
    return [{ range: [row[0], comma?.[1] ?? row[1]], inserted: '' }]
  }
  if (closing) {
    const changes: Change[] = [{ range: [extent[0], layout.row[0]], inserted: text.slice(startOfLine(text, row[0]), row[0]) }]
    changes.push({ range: [row[0], comma?.[1] ?? row[1]], inserted: '' })
    if (comment) changes.push({ range: [trimmedEnd(text, comment[0]), comment[1]], inserted: '' })
    return extent[0] === startOfLine(text, row[0]) ? changes.slice(1) : changes
  }
  if (layout.isBehindBracket) {
    // The next row moves up to the bracket, unless comment lines of its own stand between.
    const next = starts[i + 1]
    const between = hasNext ? text.slice(extent[1], next) : null
    const range: OffsetRange = between !== null && between.trim() === '' ? [row[0], next!] : [row[0], extent[1]]
    return [{ range, inserted: '' }]
  }
  const lineEnd = afterLineBreak(text, extent[1])
  // The last line of a file without a final line break takes the break before it along.
  const start = lineEnd === extent[1] && extent[0] > 0 ? beforeLineBreak(text, extent[0]) : extent[0]
  return [{ range: [start, lineEnd], inserted: '' }]
}

/** Text to put into a list, and where in the inserted text the row itself begins. */
export interface Insertion extends Change {
  readonly rowAt: number
}

/** Puts `row` behind row `i`. `above` are its comment lines, `comment` the one behind it with its `#`. */
export function insertionAfter(
  document: Document,
  i: number,
  layout: RowLayout,
  piece: Piece,
): { changes: Change[]; insertion: Insertion } {
  const { text, rows, starts } = document
  const { kind, row, extent, comment, prefix, closing, comma } = layout
  const lineBreak = lineBreakOf(text)
  const hasNext = rows[i + 1]?.section === rows[i]!.section
  if (kind === 'inline') {
    const gap = hasNext ? text.slice(row[1], starts[i + 1]) : ', '
    const separator = /^ *, *$/.test(gap) ? gap : ', '
    return { changes: [], insertion: { range: [row[1], row[1]], inserted: separator + piece.row, rowAt: separator.length } }
  }
  const tail = piece.comment === '' ? '' : `${kind === 'lines' ? '  ' : ' '}${piece.comment}`
  if (kind === 'block') {
    const lead = lineBreak + above(piece, prefix, lineBreak) + prefix
    return { changes: [], insertion: { range: [extent[1], extent[1]], inserted: lead + piece.row + tail, rowAt: lead.length } }
  }
  const changes: Change[] = comma ? [] : [{ range: [row[1], row[1]], inserted: ',' }]
  const lead = lineBreak + above(piece, prefix, lineBreak) + prefix
  const newComma = comma || hasNext ? ',' : ''
  // Brackets that close the list behind the row now close it behind the new one.
  const moved = closing ? text.slice(...closing).trimEnd() : ''
  if (closing) changes.push({ range: comment ? [closing[0], closing[0] + moved.length] : [closing[0], extent[1]], inserted: '' })
  const end = extent[1]
  return {
    changes,
    insertion: { range: [end, end], inserted: lead + piece.row + (moved ? '' : newComma) + moved + tail, rowAt: lead.length },
  }
}

/** Puts `row` before row `i`, the first of its list. */
export function insertionBefore(document: Document, i: number, layout: RowLayout, piece: Piece): Insertion {
  const { text } = document
  const { kind, row, prefix } = layout
  const lineBreak = lineBreakOf(text)
  if (kind === 'inline') return { range: [row[0], row[0]], inserted: `${piece.row}, `, rowAt: 0 }
  if (kind === 'block') {
    const lead = above(piece, prefix, lineBreak) + prefix
    const tail = piece.comment === '' ? '' : ` ${piece.comment}`
    const lineStart = startOfLine(text, row[0])
    return { range: [lineStart, lineStart], inserted: lead + piece.row + tail + lineBreak, rowAt: lead.length }
  }
  const tail = piece.comment === '' ? '' : `  ${piece.comment}`
  const lead = above(piece, prefix, lineBreak)
  const start = lead === '' ? '' : lineBreak + lead + prefix
  return { range: [row[0], row[0]], inserted: `${start}${piece.row},${tail}${lineBreak}${prefix}`, rowAt: start.length }
}

/** A row to be put somewhere with the comments it brings. */
export interface Piece {
  readonly row: string
  readonly above: readonly string[]
  readonly comment: string
}

/** The comment lines a row owns above it, without their indentation. */
export function commentsAbove(document: Document, layout: RowLayout): string[] {
  if (layout.kind === 'inline' || layout.isBehindBracket) return []
  const lines = document.text.slice(layout.extent[0], startOfLine(document.text, layout.row[0]))
  return lines
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function above(piece: Piece, prefix: string, lineBreak: string): string {
  const indent = prefix.replace(/-.*$/, '')
  return piece.above.map((line) => indent + line + lineBreak).join('')
}

export function startOfLine(text: string, at: number): number {
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--
  return at
}

export function endOfLine(text: string, at: number): number {
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}

export function afterLineBreak(text: string, at: number): number {
  return text.startsWith('\r\n', at) ? at + 2 : at < text.length ? at + 1 : at
}

export function beforeLineBreak(text: string, at: number): number {
  return text.startsWith('\r\n', at - 2) ? at - 2 : at - 1
}

/** Spaces before a comment go with it. */
function trimmedEnd(text: string, at: number): number {
  while (text[at - 1] === ' ' || text[at - 1] === '\t') at--
  return at
}

function withCommentsAbove(text: string, lineStart: number): number {
  let top = lineStart
  while (top > 0) {
    const above = startOfLine(text, beforeLineBreak(text, top))
    if (!/^[ \t]*#/.test(text.slice(above, top))) break
    top = above
  }
  return top
}
