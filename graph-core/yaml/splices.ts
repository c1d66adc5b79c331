import type { OffsetRange, TextSplice } from '../document/types'

/** A change of text being put together: `range` is replaced by `inserted`. */
export interface Change {
  readonly range: OffsetRange
  readonly inserted: string
}

/** Orders changes by place and takes the removed text from `text`. Overlapping changes are our mistake and throw. */
export function toSplices(text: string, changes: readonly Change[]): TextSplice[] {
  const splices = inOrder(changes).map(({ range, inserted }) => ({ start: range[0], removed: text.slice(...range), inserted }))
  for (let i = 1; i < splices.length; i++) {
    const before = splices[i - 1]!
    if (before.start + before.removed.length > splices[i]!.start)
      throw new Error(`changes overlap at ${splices[i]!.start}: ${JSON.stringify([before, splices[i]])}`)
  }
  return splices
}

/** Changes in the order of the text; of two at the same place the one that removes nothing comes first. */
export function inOrder<C extends Change>(changes: readonly C[]): C[] {
  return changes
    .filter(({ range, inserted }) => range[0] !== range[1] || inserted !== '')
    .sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1])
}

/** The text with every splice done; throws when a splice does not find the text it removes. */
export function applySplices(text: string, splices: readonly TextSplice[]): string {
  let result = ''
  let done = 0
  for (const { start, removed, inserted } of splices) {
    if (!text.startsWith(removed, start))
      throw new Error(`expected ${JSON.stringify(removed)} at ${start}, found ${JSON.stringify(text.slice(start, start + removed.length))}`)
    result += text.slice(done, start) + inserted
    done = start + removed.length
  }
  return result + text.slice(done)
}

/** The splices that take the text back. */
export function invertSplices(splices: readonly TextSplice[]): TextSplice[] {
  let shift = 0
  return splices.map(({ start, removed, inserted }) => {
    const inverse = { start: start + shift, removed: inserted, inserted: removed }
    shift += inserted.length - removed.length
    return inverse
  })
}
