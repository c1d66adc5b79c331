/**
 * Which rows of two models are the same row. Rows are paired in order by what they say and by what they are joined to; because a row's sources are
 * known as the same only once those are paired, the pairing is made again with what the last one found, until it stands. What is left over and
 * says the same is a row that moved.
 */
import type { RowFacts } from './row-facts'

/** A row before and the one after that it became. */
export interface Pair {
  readonly before: number
  readonly after: number
  /** Its place among the other rows is another. */
  readonly isMoved: boolean
}

/** Rounds after which the pairing is taken as it is; two are usual. */
const mostRounds = 6

/** Above this many comparisons a round, rows are paired in order only: no model is that long. */
const mostComparisons = 4_000_000

/** Pairs the rows of two models, in the order of the later one. The same models always give the same pairs. */
export function alignRows(before: readonly RowFacts[], after: readonly RowFacts[]): readonly Pair[] {
  if (before.length * after.length > mostComparisons) return inOrder(before, after)
  const twins = twinsOf(before, after)
  let pairs: readonly Pair[] = []
  for (let round = 0; round < mostRounds; round++) {
    const known = round === 0 ? null : afterOf(pairs, before.length)
    const ordered = pairInOrder(before, after, twins, known)
    const next = [...ordered, ...pairMoved(before, after, ordered)].sort((a, b) => a.after - b.after)
    if (round > 0 && isSame(pairs, next)) break
    pairs = next
  }
  return pairs
}

/** The index after of each row before, -1 where it has none. */
export function afterOf(pairs: readonly Pair[], count: number): Int32Array {
  const found = new Int32Array(count).fill(-1)
  for (const pair of pairs) found[pair.before] = pair.after
  return found
}

/** Whether two rows read the same rows, slot by slot. */
export function readTheSame(a: RowFacts, b: RowFacts, known: Int32Array): boolean {
  return a.sources.length === b.sources.length && a.sources.every((source, slot) => isTheSame(source, b.sources[slot]!, known))
}

const isTheSame = (source: number | null, other: number | null, known: Int32Array) =>
  source === null || source < 0 ? source === other : known[source] === other

const areReadByTheSame = (a: RowFacts, b: RowFacts, known: Int32Array) =>
  a.readers.length === b.readers.length && a.readers.every((reader) => b.readers.includes(known[reader]!))

/**
 * How much two rows have in common; 0: they are no pair. The module counts most, then the arguments, then the rows around them. A row whose module
 * was replaced is known by what it reads or by who reads it.
 */
function resemblance(a: RowFacts, b: RowFacts, known: Int32Array | null): number {
  const reads = known === null ? false : readTheSame(a, b, known)
  const isRead = known === null ? false : areReadByTheSame(a, b, known)
  const around = (known === null ? (a.reach === b.reach ? 12 : 0) : reads ? 30 : 0) + (isRead ? 12 : 0)
  const same = (a.repeats === b.repeats ? 8 : 0) + (a.section === b.section ? 6 : 0)
  if (a.module === b.module) return 100 + likeArgs(a, b) + same + around
  return a.section === b.section && (reads || (isRead && a.readers.length > 0)) ? around + (a.repeats === b.repeats ? 1 : 0) : 0
}

function likeArgs(a: RowFacts, b: RowFacts): number {
  if (a.allArgs === b.allArgs) return 40
  const equal = a.args.filter((value, at) => value === b.args[at]).length
  return Math.floor((30 * equal) / Math.max(a.args.length, b.args.length))
}

/** For each row the only one of the other model that says the same in the same list, where it is the only one in its own too. */
interface Twins {
  readonly before: readonly (number | undefined)[]
  readonly after: readonly (number | undefined)[]
}

/** Rows that are told apart by their words are never taken for others: two stages that change places stay themselves. */
function twinsOf(before: readonly RowFacts[], after: readonly RowFacts[]): Twins {
  const [was, is] = [onlyByWords(before), onlyByWords(after)]
  const twin = (rows: readonly RowFacts[], own: ReadonlyMap<string, number | null>, other: ReadonlyMap<string, number | null>) =>
    rows.map((row) => (own.get(place(row)) === null ? undefined : (other.get(place(row)) ?? undefined)))
  return { before: twin(before, was, is), after: twin(after, is, was) }
}

/** The index of each row that alone says what it says; null where several do. */
function onlyByWords(rows: readonly RowFacts[]): ReadonlyMap<string, number | null> {
  const found = new Map<string, number | null>()
  for (const [i, row] of rows.entries()) found.set(place(row), found.has(place(row)) ? null : i)
  return found
}

const place = (row: RowFacts) => `${row.section} ${words(row)}`

/** The pairing in order with the most in common; of equal ones the one that pairs earlier rows. */
function pairInOrder(before: readonly RowFacts[], after: readonly RowFacts[], twins: Twins, known: Int32Array | null): Pair[] {
  const width = after.length + 1
  const best = new Int32Array((before.length + 1) * width)
  const likeness = new Int32Array(before.length * after.length)
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--) {
      const isParted = (twins.before[i] ?? j) !== j || (twins.after[j] ?? i) !== i
      const like = isParted ? 0 : resemblance(before[i]!, after[j]!, known)
      likeness[i * after.length + j] = like
      const paired = like > 0 ? like + best[(i + 1) * width + j + 1]! : 0
      best[i * width + j] = Math.max(paired, best[(i + 1) * width + j]!, best[i * width + j + 1]!)
    }
  const pairs: Pair[] = []
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    const here = best[i * width + j]!
    const like = likeness[i * after.length + j]!
    if (like > 0 && here === like + best[(i + 1) * width + j + 1]!) pairs.push({ before: i++, after: j++, isMoved: false })
    else if (here === best[(i + 1) * width + j]) i++
    else j++
  }
  return pairs
}

/** Of the rows left over, those that say the same: joined to the same rows first, then the only ones that say it. */
function pairMoved(before: readonly RowFacts[], after: readonly RowFacts[], ordered: readonly Pair[]): Pair[] {
  const known = afterOf(ordered, before.length)
  const taken = new Set(ordered.map((pair) => pair.after))
  const left = before.map((_, i) => i).filter((i) => known[i] === -1)
  const right = after.map((_, j) => j).filter((j) => !taken.has(j))
  const candidates = left.flatMap((i) => {
    const a = before[i]!
    const others = right.filter((j) => words(after[j]!) === words(a))
    const isOnly = others.length === 1 && left.every((each) => each === i || words(before[each]!) !== words(a))
    return others.flatMap((j) => {
      const joined = (readTheSame(a, after[j]!, known) ? 2 : 0) + (areReadByTheSame(a, after[j]!, known) ? 1 : 0)
      return joined > 0 || isOnly ? [{ before: i, after: j, isMoved: true, joined }] : []
    })
  })
  candidates.sort((a, b) => b.joined - a.joined || a.before - b.before || a.after - b.after)
  const moved: Pair[] = []
  for (const { joined: _, ...pair } of candidates)
    if (!moved.some((each) => each.before === pair.before || each.after === pair.after)) moved.push(pair)
  return moved
}

/** All a row says but what it reads. */
const words = ({ module, allArgs, repeats }: RowFacts) => `${module} ${repeats} ${allArgs}`

const inOrder = (before: readonly RowFacts[], after: readonly RowFacts[]): Pair[] =>
  before.slice(0, after.length).map((_, i) => ({ before: i, after: i, isMoved: false }))

const isSame = (a: readonly Pair[], b: readonly Pair[]) =>
  a.length === b.length && a.every((pair, k) => pair.before === b[k]!.before && pair.after === b[k]!.after)
