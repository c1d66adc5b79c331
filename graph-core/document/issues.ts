import { issue, type Issue, type TextRange, type Where } from '../issues/issue'
import { fromCells, sourceOf } from './edges'
import { isRowNumber } from '../yaml/rows'
import type { Document, OffsetRange, Problem } from './types'

/** Everything that can be said about the text without knowing a block, in the order of the text. */
export function issuesOf(document: Document): Issue[] {
  const locate = createLocator(document.text)
  const found: { at: number; issue: Issue }[] = []
  const add = ({ code, message, range, cure }: Problem, base: number, where: Where = {}) => {
    const place: OffsetRange = [range[0] + base, range[1] + base]
    found.push({ at: place[0], issue: issue(code, message, { ...where, range: locate(place) }, cure ? { cure } : {}) })
  }
  for (const problem of document.problems) add(problem, 0)
  document.header.forEach((entry, i) => entry.problems.forEach((problem) => add(problem, document.headerStarts[i]!)))
  document.rows.forEach((row, i) => {
    const start = document.starts[i]!
    for (const problem of row.problems) add(problem, start, { row: i })
    for (const cell of fromCells(row)) {
      if (!isRowNumber(cell) || sourceOf(i, cell) !== null) continue
      add(
        { code: 'row.from-missing', message: `Row ${i} reads ${cell.text}, and no row before it is meant by that.`, range: cell.range },
        start,
        { row: i },
      )
    }
  })
  return found.sort((a, b) => a.at - b.at).map((each) => each.issue)
}

/** Turns offsets into 1-based lines and columns; looks for line breaks only as far as it is asked. */
export function createLocator(text: string): (range: OffsetRange) => TextRange {
  const lineStarts = [0]
  const lineBreak = /\r\n|\n|\r/g
  let searched = 0
  function place(offset: number): [number, number] {
    while (searched <= offset) {
      const found = lineBreak.exec(text)
      if (!found) {
        searched = Infinity
        break
      }
      searched = found.index + found[0].length
      lineStarts.push(searched)
    }
    let low = 0
    let high = lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (lineStarts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return [low + 1, offset - lineStarts[low]! + 1]
  }
  return ([start, end]) => [...place(start), ...place(end)]
}
