/** Which rows must change places so that one row can read another. */
import { issue, type Issue } from '../issues/issue'
import { ancestorsOf, descendantsOf, pathBetween } from './reach'
import type { Document } from './types'

/** One way to bring two rows into order: `rows`, in this order, go behind row `after` into list `section`. */
export interface Reordering {
  readonly rows: readonly number[]
  readonly after: number
  readonly section: string
}

export type LinkOrder =
  | { readonly kind: 'kept' }
  /** Ways within the lists, the one that moves least first. */
  | { readonly kind: 'reorders'; readonly ways: readonly Reordering[] }
  /** Only rows changing from one list to the other would make it possible. */
  | { readonly kind: 'crosses'; readonly ways: readonly Reordering[]; readonly issue: Issue }
  | { readonly kind: 'cycle'; readonly issue: Issue }

/** What links from row `from` ask of the order, asked for one reader at a time. */
export function linkOrders(document: Document, from: number): (to: number) => LinkOrder {
  let made: ReadonlySet<number> | undefined
  const ancestors = () => (made ??= new Set(ancestorsOf(document, [from])))
  const section = (i: number) => document.rows[i]!.section
  return (to) => {
    if (from < to) return { kind: 'kept' }
    if (to === from || ancestors().has(to)) return { kind: 'cycle', issue: cycle(document, to, from) }
    const up = [...ancestors(), from].filter((i) => i > to).sort((a, b) => a - b)
    const isUpWithin = up.every((i) => section(i) === section(to))
    const way = { rows: up, after: to - 1, section: section(to) }
    // One row is as few as there can be.
    if (isUpWithin && up.length === 1 && to > 0) return { kind: 'reorders', ways: [way] }
    const down = [to, ...descendantsOf(document, [to])].filter((i) => i < from)
    const other = { rows: down, after: from, section: section(from) }
    const isDownWithin = down.every((i) => section(i) === section(from))
    const within = [...(isUpWithin ? [way] : []), ...(isDownWithin ? [other] : [])].sort((a, b) => a.rows.length - b.rows.length)
    if (within.length > 0) return { kind: 'reorders', ways: within }
    const message = `Row ${from} stands in the ${section(from)} behind row ${to} of the ${section(to)}; one of them would have to change lists.`
    return { kind: 'crosses', ways: [way, other], issue: issue('edit.section', message, { row: to, edge: from }) }
  }
}

function cycle(document: Document, to: number, from: number): Issue {
  const path = pathBetween(document, to, from)!
  const through = path.length > 2 ? ` through ${path.slice(1, -1).join(', ')}` : ''
  const message = to === from ? `Row ${to} cannot read itself.` : `Row ${to} cannot read row ${from}, which reads it${through}.`
  return issue('edit.cycle', message, { row: to, edge: from })
}
