/**
 * The edits that lead from one text to another, found line by line, so that an edit at both ends of a file leaves the middle alone: cursors,
 * folds and marks there stay. Also how edits made at the same time come together.
 */
import type { TextSplice } from '../../graph-core/document'

/** Above this many comparisons of lines the changed part is taken as one. */
const comparisonLimit = 1_000_000

/** Splices in the order of the text; none for equal texts. */
export function splicesBetween(before: string, after: string): TextSplice[] {
  if (before === after) return []
  const olds = linesOf(before)
  const news = linesOf(after)
  let head = 0
  while (head < Math.min(olds.length, news.length) && olds[head] === news[head]) head++
  let tail = 0
  while (tail < Math.min(olds.length, news.length) - head && olds[olds.length - 1 - tail] === news[news.length - 1 - tail]) tail++
  const splices: TextSplice[] = []
  let offset = olds.slice(0, head).join('').length
  for (const { removed, inserted, kept } of hunks(olds.slice(head, olds.length - tail), news.slice(head, news.length - tail))) {
    const isPaired = removed.length === inserted.length
    const pairs = isPaired ? removed.map((line, k) => [line, inserted[k]!] as const) : [[removed.join(''), inserted.join('')] as const]
    for (const [old, fresh] of pairs) {
      if (old !== fresh) splices.push(trimmed(offset, old, fresh))
      offset += old.length
    }
    offset += kept
  }
  return splices
}

/** Lines with their ends. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

interface Hunk {
  readonly removed: readonly string[]
  readonly inserted: readonly string[]
  /** Length of the lines behind it that both have. */
  readonly kept: number
}

/** What differs between two lists of lines, by their longest common subsequence. */
function hunks(olds: readonly string[], news: readonly string[]): Hunk[] {
  if (olds.length * news.length > comparisonLimit) return [{ removed: olds, inserted: news, kept: 0 }]
  const width = news.length + 1
  const common = new Uint32Array((olds.length + 1) * width)
  for (let i = olds.length - 1; i >= 0; i--)
    for (let j = news.length - 1; j >= 0; j--)
      common[i * width + j] =
        olds[i] === news[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)
  const found: Hunk[] = []
  for (let i = 0, j = 0; i < olds.length || j < news.length;) {
    const [oldStart, newStart] = [i, j]
    while ((i < olds.length || j < news.length) && !(i < olds.length && j < news.length && olds[i] === news[j]))
      if (j === news.length || (i < olds.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) i++
      else j++
    const [oldEnd, newEnd] = [i, j]
    let kept = 0
    for (; i < olds.length && j < news.length && olds[i] === news[j]; i++, j++) kept += olds[i]!.length
    found.push({ removed: olds.slice(oldStart, oldEnd), inserted: news.slice(newStart, newEnd), kept })
  }
  return found
}

/** The splice without what both sides begin and end with; a character of two units stays whole. */
function trimmed(offset: number, old: string, fresh: string): TextSplice {
  const shorter = Math.min(old.length, fresh.length)
  let start = 0
  while (start < shorter && old[start] === fresh[start]) start++
  if (isHighSurrogate(old.charCodeAt(start - 1))) start--
  let end = 0
  while (end < shorter - start && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++
  if (end > 0 && isLowSurrogate(old.charCodeAt(old.length - end))) end--
  return { start: offset + start, removed: old.slice(start, old.length - end), inserted: fresh.slice(start, fresh.length - end) }
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit < 0xe000

/** Where a place of the old text lies after splices. Inside of removed text it goes to the end of what replaced it. */
export function carried(offset: number, splices: readonly TextSplice[]): number {
  let shift = 0
  for (const { start, removed, inserted } of splices) {
    if (offset < start || (offset === start && removed !== '')) break
    if (offset < start + removed.length) return start + shift + inserted.length
    shift += inserted.length - removed.length
  }
  return offset + shift
}

/**
 * The splices `mine`, made on the same text as `others`, as they are to be done after them. Of text that both removed, what the others put
 * in its place stays; nothing that was inserted on either side is lost.
 */
export function rebased(mine: readonly TextSplice[], others: readonly TextSplice[], text: string): TextSplice[] {
  const result: TextSplice[] = []
  for (const { start, removed, inserted } of mine) {
    const end = start + removed.length
    // What I removed, less what the others touched.
    const pieces: TextSplice[] = []
    let from = start
    for (const other of others) {
      const otherEnd = other.start + other.removed.length
      if (otherEnd <= from || other.start >= end) continue
      if (other.start > from) pieces.push(removal(text, from, other.start, others))
      from = Math.max(from, otherEnd)
    }
    if (from < end) pieces.push(removal(text, from, end, others))
    const [first, ...rest] = pieces
    if (first === undefined) {
      if (inserted !== '') result.push({ start: carried(start, others), removed: '', inserted })
    } else result.push({ ...first, inserted }, ...rest)
  }
  return result
}

function removal(text: string, from: number, to: number, others: readonly TextSplice[]): TextSplice {
  const removed = text.slice(from, to)
  return {
    start:
      carried(
        to,
        others.filter((other) => other.start + other.removed.length <= from),
      ) - removed.length,
    removed,
    inserted: '',
  }
}
