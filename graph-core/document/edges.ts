import type { Cell, Document, Row } from './types'

/** The index that stands for the image, which only row 0 reads, as -1. */
export const inputIndex = -1

/** The row at global index `i`, or undefined. */
export function rowAt(document: Document, i: number): Row | undefined {
  return document.rows[i]
}

/** The module a row names, without quotes; what stands there where that is no text. */
export function moduleName({ module }: Row): string {
  return typeof module.value === 'string' ? module.value : module.text
}

/** The cells of a row's `from`, one a slot, whether it is written as a number or as a list. */
export function fromCells(row: Row): readonly Cell[] {
  return row.from.items ?? (row.from.style === 'missing' ? [] : [row.from])
}

/** The index a `from` number names in row `i`, whether or not there is such a row. */
export function resolveFrom(i: number, from: number): number {
  return from >= 0 || (i === 0 && from === -1) ? from : i + from
}

/**
 * What row `i` reads, slot by slot, as global indices: -1 is the image, null a `from` that names no earlier row (the
 * libraries stop there with an IndexError).
 */
export function sourcesOf(document: Document, i: number): readonly (number | null)[] {
  const row = document.rows[i]
  return row ? fromCells(row).map((cell) => sourceOf(i, cell)) : []
}

/** What one slot of row `i` reads. */
export function sourceOf(i: number, { value }: Cell): number | null {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return null
  const source = resolveFrom(i, value)
  return (source >= 0 && source < i) || (i === 0 && value === inputIndex) ? source : null
}

/** The rows that read row `i` (the image: -1), in order. */
export function consumersOf(document: Document, i: number): readonly number[] {
  return document.rows.flatMap((row, consumer) => (fromCells(row).some((cell) => sourceOf(consumer, cell) === i) ? [consumer] : []))
}
