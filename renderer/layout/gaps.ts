/**
 * Where links run upright in the gaps between columns. In each gap those that leave the column before stand first and those
 * that arrive at the next one last; parts that pass each other at no line stand on one place, so gaps stay narrow.
 */
import { card, columnGap, gapPitch, headWidth, laneLabel, sweepGap, widestGap } from './measures'
import type { PlannedLink } from './plan'
import type { Placement } from './placement'

/** The upright part in which a source's links leave its card, in which they pass lines, and in which a link arrives. */
export const upright = {
  out: ({ from }: PlannedLink) => `out ${from}`,
  past: ({ from, through }: PlannedLink) => `past ${from} ${through}`,
  in: ({ to, slot }: PlannedLink) => `in ${to} ${slot}`,
}

interface Part {
  readonly name: string
  readonly gap: number
  readonly first: number
  readonly last: number
}

export interface Gaps {
  /** Left edge of each column, and of the one after the last. */
  readonly x: readonly number[]
  /** Where the upright part of that name stands. */
  readonly placeOf: ReadonlyMap<string, number>
}

/** Makes the gaps as wide as they must be, and places the columns. */
export function placeColumns(links: readonly PlannedLink[], placement: Placement): Gaps {
  const { columnCount, heads, sweepStarts } = placement
  const parts = partsByGap(links, placement)
  const x: number[] = []
  const placeOf = new Map<string, number>()
  let left: number = laneLabel
  for (let gap = 0; gap <= columnCount + heads.length; gap++) {
    const slots = slotsOf(parts.get(gap) ?? [])
    const count = Math.max(0, ...[...slots.values()].map((slot) => slot + 1))
    const own = gap === 0 || count > 0 ? Math.min(widestGap, (count + (gap === 0 ? 0 : 1)) * gapPitch) : 0
    const width = gap === 0 ? own : Math.max(columnGap, own) + (sweepStarts.has(gap) || gap === columnCount ? sweepGap : 0)
    for (const [name, slot] of slots) placeOf.set(name, left + (width * (slot + 1)) / (count + 1))
    x.push(left + width)
    left += width + (gap < columnCount ? card.width : headWidth)
  }
  return { x, placeOf }
}

function partsByGap(links: readonly PlannedLink[], { column }: Placement): Map<number, Part[]> {
  const found = new Map<string, Part>()
  const add = (name: string, gap: number, a: number, b: number) => {
    const known = found.get(name) ?? { first: a, last: a }
    found.set(name, { name, gap, first: Math.min(known.first, a, b), last: Math.max(known.last, a, b) })
  }
  for (const link of links) if (link.channel !== undefined) add(upright.out(link), column[link.from]! + 1, link.fromLine, link.channel)
  for (const link of links) {
    const [a, b] = [Math.min(link.fromLine, link.toLine), Math.max(link.fromLine, link.toLine)]
    if (link.through !== undefined) add(upright.past(link), link.through, a + 1, b - 1)
  }
  // Where several arrive at one card, the higher track comes down further to the right: they then cross nowhere.
  const arriving = links.filter(({ channel }) => channel !== undefined).sort((a, b) => a.track! - b.track!)
  for (const link of arriving) add(upright.in(link), column[link.to]!, link.channel!, link.toLine)
  const parts = new Map<number, Part[]>()
  for (const part of found.values()) parts.set(part.gap, [...(parts.get(part.gap) ?? []), part])
  return parts
}

/** One slot for each part, to the right of all before it that it passes. */
function slotsOf(parts: readonly Part[]): Map<string, number> {
  const reached: number[] = []
  const slots = new Map<string, number>()
  for (const { name, first, last } of parts) {
    let slot = 0
    for (let line = first; line <= last; line++) slot = Math.max(slot, reached[line] ?? 0)
    for (let line = first; line <= last; line++) reached[line] = slot + 1
    slots.set(name, slot)
  }
  return slots
}
