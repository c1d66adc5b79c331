import { untouched } from './update-text'
import type { Document, Row, TextSplice } from './types'

/** Above this many comparisons rows are paired in order only. */
const comparisonLimit = 1_000_000

/** Pairs rows of the text after an edit with rows before it (new index to old index); both keep their order. */
export function alignRows(before: Document, after: Document, splices: readonly TextSplice[]): Map<number, number> {
  const pairs = new Map<number, number>()
  const edge = untouched(before, splices)
  let start = 0
  const isSamePlace = (i: number, j: number, shift: number) =>
    before.starts[i]! + shift === after.starts[j] &&
    before.rows[i]!.section === after.rows[j]!.section &&
    before.rows[i]!.cell.text === after.rows[j]!.cell.text
  const oldCount = before.rows.length
  const newCount = after.rows.length
  while (start < Math.min(oldCount, newCount) && isSamePlace(start, start, 0) && endOf(before, start) < edge.before)
    pairs.set(start, start++)
  let tail = 0
  while (
    tail < Math.min(oldCount, newCount) - start &&
    before.starts[oldCount - 1 - tail]! > edge.after &&
    isSamePlace(oldCount - 1 - tail, newCount - 1 - tail, edge.shift)
  ) {
    pairs.set(newCount - 1 - tail, oldCount - 1 - tail)
    tail++
  }
  const olds = before.rows.slice(start, oldCount - tail)
  const news = after.rows.slice(start, newCount - tail)
  for (const [j, i] of pairMiddle(olds, news)) pairs.set(start + j, start + i)
  return new Map([...pairs].sort((a, b) => a[0] - b[0]))
}

/** The pairing in order with the most resemblance. */
function pairMiddle(olds: readonly Row[], news: readonly Row[]): [number, number][] {
  if (olds.length * news.length > comparisonLimit || (olds.length === 1 && news.length === 1))
    return olds.slice(0, news.length).map((_, k) => [k, k])
  const width = news.length + 1
  const best = new Float64Array((olds.length + 1) * width)
  const oldKeys = olds.map(keysOf)
  const newKeys = news.map(keysOf)
  for (let i = olds.length - 1; i >= 0; i--)
    for (let j = news.length - 1; j >= 0; j--) {
      const like = resemblance(oldKeys[i]!, newKeys[j]!)
      const paired = like > 0 ? like + best[(i + 1) * width + j + 1]! : 0
      best[i * width + j] = Math.max(paired, best[(i + 1) * width + j]!, best[i * width + j + 1]!)
    }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < olds.length && j < news.length;) {
    const here = best[i * width + j]!
    const like = resemblance(oldKeys[i]!, newKeys[j]!)
    if (like > 0 && here === like + best[(i + 1) * width + j + 1]!) pairs.push([j++, i++])
    else if (here === best[(i + 1) * width + j]) i++
    else j++
  }
  return pairs
}

interface RowKeys {
  readonly section: string
  readonly text: string
  readonly module: unknown
  readonly args: string
  readonly from: string
}

function keysOf(row: Row): RowKeys {
  return { section: row.section, text: row.cell.text, module: row.module.value, args: row.argsCell.text, from: row.from.text }
}

/** Nothing in common: 0. The module counts most; rows that share only their from are different rows. */
function resemblance(a: RowKeys, b: RowKeys): number {
  if (a.section !== b.section) return 0
  if (a.text === b.text) return 8
  if (a.module === b.module) return 4 + (a.args === b.args ? 2 : 0) + (a.from === b.from ? 1 : 0)
  return a.args === b.args && a.from === b.from && a.args !== '[]' ? 1 : 0
}

function endOf(document: Document, i: number): number {
  return document.starts[i]! + document.rows[i]!.cell.range[1]
}
