/** Rows as text for the clipboard: what any editor takes, and what rows from any editor mean. */
import { issue, type Issue } from '../issues/issue'
import { readFlowRow } from '../yaml/flow-row'
import { commentsAbove, layoutOf } from '../yaml/layout'
import { readDocument } from '../yaml/parse'
import { defaultStyle, float, printRow, printValue } from '../yaml/print'
import { readRow } from '../yaml/rows'
import { fromCells, sourceOf } from './edges'
import type { Cell, Document, NewRow, NewValue, Row, RowId } from './types'

/** A row apart from any file. */
export interface CopiedRow {
  /** `[from, repeats, module, args]` on one line. */
  readonly text: string
  /** What is read from it; ranges count from the text's first character. */
  readonly row: Row
  /** Comment lines above it. */
  readonly above: readonly string[]
  /** The comment behind it, from its `#`, or empty. */
  readonly comment: string
}

export interface CopiedRows {
  readonly rows: readonly CopiedRow[]
  /** The number the first row had where it comes from, if the text tells. */
  readonly offset: number | null
}

/**
 * Rows as the lines of a list. Links among them count back; any other names its row by number, but for the first row's link to the row
 * before it, which fits anywhere. Comments come along.
 */
export function copyRows(document: Document, rows: readonly number[]): string {
  const chosen = [...new Set(rows)].filter((i) => document.rows[i]).sort((a, b) => a - b)
  const lines = chosen.flatMap((i, k) => {
    const { above, comment } = commentsOf(document, i)
    const text = withSources(flowText(document.rows[i]!), (slot, cell) => {
      const source = sourceOf(i, cell)
      const inside = source === null ? -1 : chosen.indexOf(source)
      if (inside >= 0) return inside - k
      return source === null || (k === 0 && cell.value === -1) ? (cell.value as number) : source
    })
    return [...above, `- ${text}${comment === '' ? '' : ` ${comment}`}`]
  })
  return lines.map((line) => `${line}\n`).join('')
}

function commentsOf(document: Document, i: number): { above: readonly string[]; comment: string } {
  const layout = layoutOf(document, i)
  if (!layout || layout.kind === 'inline') return { above: [], comment: '' }
  return { above: commentsAbove(document, layout), comment: layout.comment ? document.text.slice(...layout.comment).trimEnd() : '' }
}

/** A row on one line: as written where that can stand anywhere, else printed. */
function flowText({ cell, from, repeats, module, args }: Row): string {
  if (readFlowRow(cell.text, 0)?.end === cell.text.length) return cell.text
  const row = { from: from.value, repeats: repeats.value, module: module.value, args: args.map(valueOf) } as unknown as NewRow
  return printRow(row, defaultStyle, 0, '\n')
}

const valueOf = (cell: Cell): NewValue =>
  cell.isFloat ? float(cell.value as number) : cell.items ? cell.items.map(valueOf) : (cell.value as NewValue)

/** The text of a flow row with other numbers in its `from`. */
export function withSources(text: string, numberOf: (slot: number, cell: Cell) => number): string {
  const row = rowOf(text)
  if (!row) return text
  let [result, done] = ['', 0]
  for (const [slot, cell] of fromCells(row).entries()) {
    const value = numberOf(slot, cell)
    result += text.slice(done, cell.range[0]) + (value === cell.value ? cell.text : printValue(value, defaultStyle))
    done = cell.range[1]
  }
  return result + text.slice(done)
}

function rowOf(text: string): Row | null {
  const read = readFlowRow(text, 0)
  return read && read.end === text.length ? readRow('' as RowId, '', read.cell, read.problems) : null
}

/**
 * Reads rows that were copied from anywhere: with dashes or commas, indented or not, with comments, with the lists they stood in or
 * the whole file. What holds no rows, or something else between them, is an issue.
 */
export function readRows(text: string): CopiedRows | Issue {
  const scanned = scanLines(text) ?? readList(text)
  if (typeof scanned === 'number')
    return issue('edit.paste', `Line ${scanned} is no row: ${shown(text.split(/\r\n|\n|\r/)[scanned - 1] ?? '')}`)
  if (scanned.rows.length === 0) return issue('edit.paste', 'The text holds no row.')
  return { rows: scanned.rows, offset: scanned.offset ?? statedOffset(scanned.rows) }
}

const shown = (line: string) => (line.trim().length > 60 ? `${line.trim().slice(0, 57)}…` : line.trim())

interface Scanned {
  readonly rows: readonly CopiedRow[]
  readonly offset: number | null
}

const sectionKey = /^(\s*)["']?(backbone|head)["']?\s*:(.*)$/
const otherKey = /^(\s*)["']?[A-Za-z_][\w-]*["']?\s*:/

/** Rows that stand on one line each; null where a line is something else. */
function scanLines(text: string): Scanned | null {
  const hasSections = text.split(/\r\n|\n|\r/).some((line) => sectionKey.test(line))
  let isInside = !hasSections
  let above: string[] = []
  let offset: number | null = null
  const rows: CopiedRow[] = []
  for (const line of text.split(/\r\n|\n|\r/)) {
    const section = sectionKey.exec(line)
    if (section) {
      if (rows.length === 0 && section[2] === 'backbone') offset = 0
      isInside = true
    } else if (hasSections && otherKey.test(line)) isInside = false
    const content = (section ? section[3]! : line).trim().replace(/^-\s+(?=\[)/, '')
    if (!isInside) continue
    if (content === '') above = []
    else if (content.startsWith('#')) {
      if (!section) above.push(content)
    } else if (!/^[[\],\s]*(?:#.*)?$/.test(content)) {
      const found = rowsOnLine(content)
      if (found === null) return null
      rows.push(...found.map((row, k) => (k === 0 ? { ...row, above } : row)))
      above = []
    }
  }
  return { rows, offset }
}

/** The rows on a line, with what opens and closes their list around them; null where it holds something else. */
function rowsOnLine(line: string): CopiedRow[] | null {
  const rows: CopiedRow[] = []
  let at = 0
  while (line[at] === '[') {
    const read = readFlowRow(line, at)
    const row = read && readRow('' as RowId, '', read.cell, read.problems)
    if (!row || row.isMalformed) {
      // The bracket that opens the list.
      if (rows.length > 0 || at > 0) return null
      at += /^\[\s*/.exec(line)![0].length
      continue
    }
    rows.push({ text: line.slice(at, read.end), row, above: [], comment: '' })
    at = read.end + /^\s*,?\s*/.exec(line.slice(read.end))![0].length
  }
  const rest = /^(?:\]\s*,?\s*)?\}?\s*(#.*)?$/.exec(line.slice(at))
  if (!rest || rows.length === 0) return null
  rows[rows.length - 1] = { ...rows.at(-1)!, comment: rest[1]?.trimEnd() ?? '' }
  return rows
}

/** Rows over several lines, as a YAML list; the number of the first line that is no row where it is none. */
function readList(text: string): Scanned | number {
  const lines = text.split(/\r\n|\n|\r/)
  const document = readDocument(
    lines.some((line) => sectionKey.test(line)) ? text : `backbone:\n${lines.map((line) => `  ${line}`).join('\n')}\n`,
  )
  const isList = document.rows.length > 0 && document.rows.every((row) => !row.isMalformed)
  if (!isList || document.problems.some(({ code }) => code.startsWith('yaml.'))) return firstStrange(lines)
  const rows = document.rows.map((row, i): CopiedRow => {
    const written = flowText(row)
    return { text: written, row: rowOf(written) ?? row, ...commentsOf(document, i) }
  })
  return { rows, offset: lines.some((line) => sectionKey.exec(line)?.[2] === 'backbone') ? 0 : null }
}

function firstStrange(lines: readonly string[]): number {
  const at = lines.findIndex((line) => {
    const content = line.trim().replace(/^-\s+(?=\[)/, '')
    return (
      content !== '' && !content.startsWith('#') && !sectionKey.test(line) && !/^[[\],\s]*$/.test(content) && rowsOnLine(content) === null
    )
  })
  return Math.max(at, 0) + 1
}

/** A comment that begins with the number of its row. */
const stated = /^(#+[ \t]*)(\d+)(?=$|[ \t:,;)]|-(?=[Pp]\d))/

/** The first row's number as the comments state it; null where they do not, or not all the same. */
function statedOffset(rows: readonly CopiedRow[]): number | null {
  const offsets = new Set(
    rows.flatMap(({ comment }, k) => {
      const found = stated.exec(comment)
      return found ? [Number(found[2]) - k] : []
    }),
  )
  const [offset] = offsets
  return offsets.size === 1 && offset! >= 0 ? offset! : null
}

/** A comment that states the number its row had, with its new one. */
export const restated = (comment: string, from: number | null, to: number): string =>
  comment.replace(stated, (all, lead: string, number: string) => (from !== null && Number(number) === from ? `${lead}${to}` : all))
