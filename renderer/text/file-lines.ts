/**
 * A file's text by lines, as an editor counts them: every CRLF, LF and CR ends a line, and a byte order mark is no character. The editor holds
 * one kind of line end only; places go to and fro as line and column, so that the file keeps the bytes nobody touched.
 */
import type { TextSplice } from '../../graph-core/document'

/** 1-based, as editors count. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** An edit as an editor reports it. */
export interface PlacedEdit {
  readonly from: Place
  readonly to: Place
  readonly text: string
}

const mark = '\uFEFF'
const lineEnd = /\r\n|\r|\n/g

/** The text as the editor holds it: LF everywhere, no byte order mark. */
export function editorText(text: string): string {
  const bare = text.startsWith(mark) ? text.slice(1) : text
  return bare.includes('\r') ? bare.replace(lineEnd, '\n') : bare
}

export interface FileLines {
  readonly text: string
  readonly count: number
  offsetAt(place: Place): number
  placeAt(offset: number): Place
  /** The splice that does an edit of the editor in the file: new lines end as the lines around them do. */
  splice(edit: PlacedEdit): TextSplice
}

/** Reads where the lines begin. */
export function fileLines(text: string): FileLines {
  const starts = [text.startsWith(mark) ? 1 : 0]
  for (const { index, 0: end } of text.matchAll(lineEnd)) starts.push(index + end.length)

  /** How a line ends; '' for the last one, and where there is none. */
  const endOf = (line: number): string => {
    const next = starts[line]
    if (line < 1 || next === undefined) return ''
    return next - 2 >= starts[line - 1]! && text.startsWith('\r\n', next - 2) ? '\r\n' : text[next - 1]!
  }

  const offsetAt = ({ line, column }: Place) => starts[line - 1]! + column - 1

  return {
    text,
    count: starts.length,
    offsetAt,
    placeAt(offset) {
      let low = 0
      let high = starts.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (starts[middle]! <= offset) low = middle
        else high = middle - 1
      }
      return { line: low + 1, column: Math.max(1, offset - starts[low]! + 1) }
    },
    splice({ from, to, text: typed }) {
      const start = offsetAt(from)
      const end = offsetAt(to)
      const ending = endOf(to.line) || endOf(to.line - 1) || '\n'
      let inserted = typed.replace(lineEnd, ending)
      // A lone CR in front and an LF behind would become one line end.
      if (text[start - 1] === '\r' && (inserted + text.slice(end, end + 1)).startsWith('\n')) inserted = `\r${inserted}`
      return { start, removed: text.slice(start, end), inserted }
    },
  }
}
