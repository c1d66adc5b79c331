import type { Cell, NewValue } from '../document/types'
import { endOfLine, lineBreakOf, startOfLine } from './layout'
import { linesOf } from './map-entries'
import { defaultStyle, printValue } from './print'
import type { Change } from './splices'

/** Puts a value behind the last item of a list whose ranges count from `base`. */
export function appendItem(text: string, base: number, list: Cell, value: NewValue): Change {
  const printed = printValue(value, defaultStyle)
  const last = list.items!.at(-1)
  if (!last) return { range: [base + list.range[0], base + list.range[1]], inserted: `[${printed}]` }
  const end = base + last.range[1]
  if (list.style === 'flow') return { range: [end, end], inserted: `, ${printed}` }
  const start = base + last.range[0]
  const indent = /^[ ]*/.exec(text.slice(startOfLine(text, start), start))![0]
  const lineEnd = endOfLine(text, end)
  return { range: [lineEnd, lineEnd], inserted: `${lineBreakOf(text)}${indent}- ${printed}` }
}

/** Takes items (by position) out of a list whose ranges count from `base`; `[]` stays when none is left. */
export function removeItems(text: string, base: number, list: Cell, gone: readonly number[]): Change[] {
  const items = list.items!
  const kept = items.map((_, k) => k).filter((k) => !gone.includes(k))
  if (kept.length === 0) return [{ range: [base + list.range[0], base + list.range[1]], inserted: '[]' }]
  if (list.style !== 'flow')
    return gone.map((k) => ({ range: linesOf(text, base + items[k]!.range[0], base + items[k]!.range[1]), inserted: '' }))
  const last = kept.at(-1)!
  const inner = gone
    .filter((k) => k < last)
    .map((k): Change => ({ range: [base + items[k]!.range[0], base + items[k + 1]!.range[0]], inserted: '' }))
  const hasTail = gone.some((k) => k > last)
  return hasTail ? [...inner, { range: [base + items[last]!.range[1], base + items.at(-1)!.range[1]], inserted: '' }] : inner
}
