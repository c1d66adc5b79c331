import type { Cell, Problem } from '../document/types'
import { readFlowRow } from './flow-row'

/**
 * Nine tenths of a model file are rows that `readFlowRow` reads a hundred times faster than a general YAML parser. Before
 * the library sees the text, each line that looks like such a row is replaced by a `0` and spaces of the same length; the
 * library finds the structure, and the cells come from the quick reader. A placeholder that the library does not find as
 * an item of a list of rows (because the line stood inside a text block, say) makes the whole text be read again without.
 */
export interface Placeholders {
  readonly text: string
  readonly rows: ReadonlyMap<number, { readonly cell: Cell; readonly problems: readonly Problem[] }>
}

export function layPlaceholders(text: string): Placeholders | null {
  const rows = new Map<number, { cell: Cell; problems: readonly Problem[] }>()
  let laid = ''
  let done = 0
  rowLine.lastIndex = 0
  for (let match = rowLine.exec(text); match; match = rowLine.exec(text)) {
    const start = rowLine.lastIndex
    rowLine.lastIndex = start + 1
    const read = readFlowRow(text, start)
    if (!read) continue
    afterRow.lastIndex = read.end
    if (!afterRow.test(text)) continue
    rows.set(start, read)
    laid += `${text.slice(done, start)}0${' '.repeat(read.end - start - 1)}`
    done = rowLine.lastIndex = read.end
  }
  return rows.size === 0 ? null : { text: laid + text.slice(done), rows }
}

/** Up to the bracket that opens a row: an item of a block list, a line of a flow list, or the first line of one. */
const rowLine = /^ *(?:- +|\[)?(?=\[)/gm
/** What may follow a row on its line: a comma, the bracket that closes the list, a comment. */
const afterRow = / *(?:, *)?(?:\] *)?(?:(?<=[ ,])#.*)?\r?(?:\n|$)/y
