/** What a model's text means, in a name: texts that differ in comments, spaces and Graft's own notes alone have the same. */
import { createHash } from 'node:crypto'
import type { Cell, Document } from '../../../../graph-core/document/types'

/** The target may be named there; how a model is looked at stands there too. */
const notesKey = 'graft'

/** A name for the rows and the header of a document, with whatever else its network is built from. */
export function identityOf({ rows, header, graft }: Document, options: readonly unknown[]): string {
  const meaning = [
    rows.map(({ section, from, repeats, module, args }) => [section, [from, repeats, module, ...args].map(plain)]),
    header.filter(({ key }) => key !== notesKey).map(({ key, cell }) => [key, plain(cell)]),
    graft?.get('target'),
    options,
  ]
  return createHash('sha256').update(JSON.stringify(meaning, mapsAsLists)).digest('hex')
}

/** A value, and how it was written where Python tells the difference. */
const plain = ({ value, isFloat, items, entries }: Cell): unknown =>
  items?.map(plain) ?? entries?.map(({ key, value }) => [plain(key), plain(value)]) ?? [typeof value, isFloat, value]

const mapsAsLists = (_: string, value: unknown): unknown => {
  if (value instanceof Map) return [...(value as ReadonlyMap<unknown, unknown>)]
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}
