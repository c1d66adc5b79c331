import type { Cell, Document, HeaderEntry, OffsetRange, YamlScalar, YamlValue } from './types'

/** The entry of a top-level key, or undefined. */
export function headerEntry(document: Document, key: YamlScalar): HeaderEntry | undefined {
  return document.header.find((entry) => entry.key === key)
}

/** The value of a top-level key; undefined when the file does not have it. */
export function headerValue(document: Document, key: YamlScalar): YamlValue | undefined {
  return headerEntry(document, key)?.cell.value
}

/** Where a cell of a header entry stands in the text. */
export function headerRange(document: Document, entry: HeaderEntry, cell: Cell = entry.cell): OffsetRange {
  const start = document.headerStarts[document.header.indexOf(entry)]!
  return [start + cell.range[0], start + cell.range[1]]
}

/** Where a cell of row `i` stands in the text; without a cell the whole row. */
export function rowRange(document: Document, i: number, cell: Cell | undefined = document.rows[i]?.cell): OffsetRange {
  const start = document.starts[i]!
  return [start + cell!.range[0], start + cell!.range[1]]
}
