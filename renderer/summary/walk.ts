/** Keys that lead through a list. */

/** Where a key leads from a place in a list of so many; undefined where it leads nowhere. Nothing is at -1. */
export function goTo(key: string, here: number, count: number, page: number): number | undefined {
  const last = count - 1
  if (last < 0) return undefined
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, here + 1)
    case 'ArrowUp':
      return Math.max(0, here < 0 ? last : here - 1)
    case 'PageDown':
      return Math.min(last, here + page)
    case 'PageUp':
      return Math.max(0, here - page)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return undefined
  }
}

/** The rows between two places, as the model numbers them, the one at `to` last. */
export function rangeBetween(rows: readonly { readonly i: number }[], from: number, to: number): readonly number[] {
  const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ i }) => i)
  return from <= to ? between : between.reverse()
}
