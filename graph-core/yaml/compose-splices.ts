import type { TextSplice } from '../document/types'

/** A stretch of a text under way: characters of the text it began as, or new ones. */
type Stretch = { readonly kept: readonly [start: number, end: number] } | { readonly fresh: string }

const lengthOf = (stretch: Stretch) => ('kept' in stretch ? stretch.kept[1] - stretch.kept[0] : stretch.fresh.length)

const slice = (stretch: Stretch, from: number, to: number): Stretch =>
  'kept' in stretch ? { kept: [stretch.kept[0] + from, stretch.kept[0] + to] } : { fresh: stretch.fresh.slice(from, to) }

/** Several edits one after the other as one: splices of the text they began with. */
export function composeSplices(text: string, edits: readonly (readonly TextSplice[])[]): TextSplice[] {
  let stretches: readonly Stretch[] = [{ kept: [0, text.length] }]
  for (const splices of edits) stretches = splice(stretches, splices)
  const composed: TextSplice[] = []
  let done = 0
  let fresh = ''
  const close = (to: number) => {
    if (to > done || fresh !== '') composed.push({ start: done, removed: text.slice(done, to), inserted: fresh })
    fresh = ''
  }
  for (const stretch of stretches) {
    if ('fresh' in stretch) fresh += stretch.fresh
    else {
      close(stretch.kept[0])
      done = stretch.kept[1]
    }
  }
  close(text.length)
  return composed
}

function splice(stretches: readonly Stretch[], splices: readonly TextSplice[]): Stretch[] {
  const result: Stretch[] = []
  const rest = [...stretches].reverse()
  let at = 0
  /** Hands on what lies before `to`, or drops it. */
  const pass = (to: number, isKept: boolean) => {
    while (at < to) {
      const next = rest.pop()!
      const length = lengthOf(next)
      const taken = Math.min(length, to - at)
      if (taken < length) rest.push(slice(next, taken, length))
      if (isKept && taken > 0) result.push(slice(next, 0, taken))
      at += taken
    }
  }
  for (const { start, removed, inserted } of splices) {
    pass(start, true)
    pass(start + removed.length, false)
    if (inserted !== '') result.push({ fresh: inserted })
  }
  return [...result, ...rest.reverse()]
}
