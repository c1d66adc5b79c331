/** What two rows are compared by: values rather than spelling, and the graph around each row. */
import { consumersByRow } from './consumers'
import { type Cell, type Document, moduleName, sourcesOf } from '../document'

/** One row of a document, read once for all comparisons. */
export interface RowFacts {
  readonly section: string
  readonly module: string
  /** Arguments by value: `0x10` is `16`, `1.0` is not `1`, as in Python. */
  readonly args: readonly string[]
  readonly allArgs: string
  readonly repeats: string
  /** Global indices, -1 the image, null what names no row. */
  readonly sources: readonly (number | null)[]
  /** How far back each source stands: equal where rows before it came or went. */
  readonly reach: string
  readonly readers: readonly number[]
}

/** The facts of every row. */
export function factsOf(document: Document): readonly RowFacts[] {
  const sources = document.rows.map((_, i) => sourcesOf(document, i))
  const readers = consumersByRow(sources)
  return document.rows.map((row, i): RowFacts => {
    const args = row.argsCell.items === undefined ? [valueText(row.argsCell)] : row.args.map(valueText)
    return {
      section: row.section,
      module: moduleName(row),
      args,
      allArgs: args.join(),
      repeats: valueText(row.repeats),
      sources: sources[i]!,
      reach: sources[i]!.map((source) => (source === null ? 'none' : i - source)).join(),
      readers: readers[i]!,
    }
  })
}

/** A cell's value as text: the same for every spelling of a value. */
export function valueText({ value, items, entries, isFloat }: Cell): string {
  if (items !== undefined) return `[${items.map(valueText).join()}]`
  if (entries !== undefined) return `{${entries.map((entry) => `${valueText(entry.key)}:${valueText(entry.value)}`).join()}}`
  if (typeof value === 'number') return isFloat && Number.isInteger(value) ? `${value}.0` : String(value)
  // YAML has no None: libraries evaluate the text.
  return value === 'None' ? 'null' : JSON.stringify(value instanceof Map ? [...value] : value)
}
