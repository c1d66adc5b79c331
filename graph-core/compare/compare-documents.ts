/** What is different between two models, row by row. It knows no block: `Conv` and an alias of it are two modules. */
import type { Document } from '../document'
import { type Pair, afterOf, alignRows, readTheSame } from './align'
import { type RowFacts, factsOf, valueText } from './row-facts'

/** The cells of a row, and the list it stands in. */
export type ComparedCell = 'from' | 'repeats' | 'module' | 'args' | 'section'

/** One row of either model, or of both. A moved row stands elsewhere among the others; its cells may have changed too. */
export interface ComparedRow {
  readonly kind: 'kept' | 'changed' | 'moved' | 'added' | 'removed'
  /** Global index in the earlier model; null for an added row. */
  readonly before: number | null
  /** Global index in the later model; null for a removed row. */
  readonly after: number | null
  /** What is different. `from` is when another row is read, not when the same one has another number. */
  readonly cells: readonly ComparedCell[]
}

/** A key of the header whose value is different; null where a model does not have it. `graft:` is left out: libraries ignore it. */
export interface ComparedKey {
  readonly key: string
  readonly before: string | null
  readonly after: string | null
}

export interface Comparison {
  /** In the order of the later model; a removed row stands where it stood. */
  readonly rows: readonly ComparedRow[]
  readonly header: readonly ComparedKey[]
  /** Whether the libraries would build the same model of both. */
  readonly isSame: boolean
}

/** Compares two models. The same two always give the same answer. */
export function compareDocuments(before: Document, after: Document): Comparison {
  const [was, is] = [factsOf(before), factsOf(after)]
  const rows = describe(was, is, alignRows(was, is))
  const header = compareHeaders(before, after)
  return { rows, header, isSame: header.length === 0 && rows.every(({ kind }) => kind === 'kept') }
}

/** The index in the later model of each row of the earlier one; null for a row that is gone. */
export function indicesAfter({ rows }: Comparison): ReadonlyMap<number, number | null> {
  return new Map(rows.flatMap(({ before, after }) => (before === null ? [] : [[before, after] as const])))
}

/** What pairs of rows mean. */
export function describe(was: readonly RowFacts[], is: readonly RowFacts[], pairs: readonly Pair[]): ComparedRow[] {
  const known = afterOf(pairs, was.length)
  const pairOf = new Map(pairs.map((pair) => [pair.after, pair]))
  const later = is.map((facts, after): ComparedRow => {
    const pair = pairOf.get(after)
    if (pair === undefined) return { kind: 'added', before: null, after, cells: [] }
    const cells = differences(was[pair.before]!, facts, known)
    return { kind: pair.isMoved ? 'moved' : cells.length > 0 ? 'changed' : 'kept', before: pair.before, after, cells }
  })
  return withRemoved(later, known)
}

function differences(a: RowFacts, b: RowFacts, known: Int32Array): ComparedCell[] {
  const cells: ComparedCell[] = []
  if (!readTheSame(a, b, known)) cells.push('from')
  if (a.repeats !== b.repeats) cells.push('repeats')
  if (a.module !== b.module) cells.push('module')
  if (a.allArgs !== b.allArgs) cells.push('args')
  if (a.section !== b.section) cells.push('section')
  return cells
}

/** Puts each removed row behind the row it stood behind. */
function withRemoved(later: readonly ComparedRow[], known: Int32Array): ComparedRow[] {
  const behind = new Map<number, ComparedRow[]>()
  let last = -1
  for (const [before, after] of known.entries()) {
    if (after >= 0) {
      // A moved row took nobody along: what stood behind it stays with the row before.
      if (later[after]!.kind !== 'moved') last = after
    } else behind.set(last, [...(behind.get(last) ?? []), { kind: 'removed', before, after: null, cells: [] }])
  }
  return [...(behind.get(-1) ?? []), ...later.flatMap((row, after) => [row, ...(behind.get(after) ?? [])])]
}

function compareHeaders(before: Document, after: Document): ComparedKey[] {
  const read = ({ header }: Document) =>
    new Map(header.filter(({ key }) => key !== 'graft').map(({ key, cell }) => [String(key), { value: valueText(cell), text: cell.text }]))
  const [was, is] = [read(before), read(after)]
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((key) => was.get(key)?.value !== is.get(key)?.value)
    .map((key) => ({ key, before: was.get(key)?.text ?? null, after: is.get(key)?.text ?? null }))
}
