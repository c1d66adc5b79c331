import type { Cell, OffsetRange } from '../document/types'
import { afterLineBreak, beforeLineBreak, endOfLine, startOfLine } from './layout'
import type { Change } from './splices'

/** Takes entries (by position) out of a mapping whose ranges count from `base`; `{}` stays when none is left. */
export function removeEntries(text: string, base: number, map: Cell, gone: readonly number[]): Change[] {
  const entries = map.entries!
  const at = (offset: number) => base + offset
  const kept = entries.map((_, k) => k).filter((k) => !gone.includes(k))
  if (kept.length === 0) return [{ range: [at(map.range[0]), at(map.range[1])], inserted: '{}' }]
  if (map.style === 'flow') {
    const last = kept.at(-1)!
    const inner = gone
      .filter((k) => k < last)
      .map((k): Change => ({ range: [at(entries[k]!.key.range[0]), at(entries[k + 1]!.key.range[0])], inserted: '' }))
    const hasTail = gone.some((k) => k > last)
    return hasTail ? [...inner, { range: [at(endOf(entries[last]!)), at(endOf(entries.at(-1)!))], inserted: '' }] : inner
  }
  const ranges: OffsetRange[] = []
  for (const k of gone) {
    const range = linesOf(text, at(entries[k]!.key.range[0]), at(endOf(entries[k]!)))
    const before = ranges.at(-1)
    // A first entry that stands behind something on its line, such as a dash, leaves that where it is.
    if (before && before[1] === range[0]) ranges[ranges.length - 1] = [before[0], range[1]]
    else ranges.push(range)
  }
  return ranges.map(([start, end]) => {
    const endsWithoutBreak = end === text.length && !/[\r\n]$/.test(text)
    return { range: [endsWithoutBreak && start > 0 ? beforeLineBreak(text, start) : start, end], inserted: '' }
  })
}

/** The whole lines from `start` to `end`, with the break behind them. */
export function linesOf(text: string, start: number, end: number): OffsetRange {
  const isAfterBreak = end > start && /[\r\n]/.test(text[end - 1]!)
  return [startOfLine(text, start), isAfterBreak ? end : afterLineBreak(text, endOfLine(text, end))]
}

function endOf({ key, value }: { key: Cell; value: Cell }): number {
  return Math.max(key.range[1], value.range[1])
}
