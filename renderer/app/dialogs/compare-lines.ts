/** Two texts line by line, side by side. */

/** One line of the comparison; null where a side has none. */
export interface ComparedLine {
  readonly left: { readonly number: number; readonly text: string } | null
  readonly right: { readonly number: number; readonly text: string } | null
  readonly isSame: boolean
}

/** Beyond this many comparisons the texts between common beginning and end are shown as wholly different. */
const mostCells = 4_000_000

/** Aligns the longest common lines. */
export function compareLines(left: string, right: string): ComparedLine[] {
  const [a, b] = [left.split(/\r\n|\r|\n/), right.split(/\r\n|\r|\n/)]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const middle = alignMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end))
  const pairs: (readonly [number | null, number | null])[] = [
    ...Array.from({ length: start }, (_, k) => [k, k] as const),
    ...middle.map(([i, j]) => [i === null ? null : i + start, j === null ? null : j + start] as const),
    ...Array.from({ length: end }, (_, k) => [a.length - end + k, b.length - end + k] as const),
  ]
  const line = (lines: readonly string[], k: number | null) => (k === null ? null : { number: k + 1, text: lines[k]! })
  return pairs.map(([i, j]) => ({ left: line(a, i), right: line(b, j), isSame: i !== null && j !== null && a[i] === b[j] }))
}

/** Pairs of equal lines in order; between them what is left of both sides stands side by side. */
function alignMiddle(a: readonly string[], b: readonly string[]): (readonly [number | null, number | null])[] {
  const pairs: (readonly [number | null, number | null])[] = []
  let [i, j] = [0, 0]
  const upTo = (toI: number, toJ: number) => {
    while (i < toI || j < toJ) pairs.push([i < toI ? i++ : null, j < toJ ? j++ : null])
  }
  for (const [k, l] of commonLines(a, b)) {
    upTo(k, l)
    pairs.push([i++, j++])
  }
  upTo(a.length, b.length)
  return pairs
}

function commonLines(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const width = b.length + 1
  if (a.length * b.length > mostCells) return []
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        a[i] === b[j] ? lengths[(i + 1) * width + j + 1]! + 1 : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
    }
  }
  const found: (readonly [number, number])[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) found.push([i++, j++])
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++
    else j++
  }
  return found
}
