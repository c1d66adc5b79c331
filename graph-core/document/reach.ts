/** Who can be reached along the links: everything a row is made of, and everything made of it. */
import { sourcesOf } from './edges'
import type { Document } from './types'

/** Rows that `rows` read, and those read by these in turn, in order, without `rows` themselves unless a walk comes back to one. */
export function ancestorsOf(document: Document, rows: readonly number[]): number[] {
  const found = new Set<number>()
  const open = [...rows]
  for (let i = open.pop(); i !== undefined; i = open.pop())
    for (const source of sourcesOf(document, i)) {
      if (source === null || source < 0 || found.has(source)) continue
      found.add(source)
      open.push(source)
    }
  return inOrder(found)
}

/** Rows that read `rows`, and those that read these in turn, in order. */
export function descendantsOf(document: Document, rows: readonly number[]): number[] {
  const found = new Set<number>()
  const reached = new Set(rows)
  for (let i = Math.min(...rows) + 1; i < document.rows.length; i++)
    if (sourcesOf(document, i).some((source) => source !== null && reached.has(source))) {
      found.add(i)
      reached.add(i)
    }
  return inOrder(found)
}

/** The rows one passes from `start` on to reach `end` along the links, both included; null where `end` is not made of `start`. */
export function pathBetween(document: Document, start: number, end: number): number[] | null {
  if (start === end) return [start]
  const before = new Map<number, number>([[start, start]])
  for (let i = start + 1; i <= end; i++) {
    const source = sourcesOf(document, i).find((each) => each !== null && before.has(each))
    if (source !== undefined && source !== null) before.set(i, source)
  }
  if (!before.has(end)) return null
  const path = [end]
  while (path[0] !== start) path.unshift(before.get(path[0]!)!)
  return path
}

const inOrder = (found: ReadonlySet<number>) => [...found].sort((a, b) => a - b)
