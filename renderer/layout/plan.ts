/**
 * How every link goes, before anything has a place in units. Along a line a link is straight while nothing stands between,
 * else it runs in the channel above the cards; between lanes it is a curve in the space between their cards, and passes lines
 * on its way through the gap beside a column. Links of one source share what they have in common.
 */
import type { Placement } from './placement'
import { assignTracks } from './tracks'
import type { EdgeKind } from './types'

export interface Link {
  readonly from: number
  readonly to: number
  readonly slot: number
}

export interface PlannedLink extends Link {
  readonly kind: EdgeKind
  /** Line that the link leaves, and the one in which it arrives. */
  readonly fromLine: number
  readonly toLine: number
  /** Channel links: the line above whose cards they run, and the track there. */
  readonly channel?: number
  readonly track?: number
  /** Curves past other lines: the column in whose left gap they go. */
  readonly through?: number
}

export interface LinkPlan {
  readonly links: readonly PlannedLink[]
  /** Tracks in the channel of each line. */
  readonly channels: readonly number[]
}

/** Decides the kind of every link, and how many tracks each line needs. */
export function planLinks(links: readonly Link[], placement: Placement): LinkPlan {
  const { column } = placement
  const occupied = occupiedColumns(placement)
  const planned = links.map((link) => planLink(link, placement, occupied))

  const trackOf = new Map<string, number>()
  const channels = placement.lines.map((_, k) => {
    const reach = new Map<number, { start: number; end: number }>()
    for (const { channel, from, to } of planned) {
      if (channel !== k) continue
      const [a, b] = [column[from]! + 1, column[to]!]
      const known = reach.get(from) ?? { start: a, end: a }
      reach.set(from, { start: Math.min(known.start, b), end: Math.max(known.end, b) })
    }
    const { tracks, count } = assignTracks([...reach.values()])
    ;[...reach.keys()].forEach((from, n) => trackOf.set(`${from} ${k}`, tracks[n]!))
    return count
  })
  const tracked = planned.map((l) => (l.channel === undefined ? l : { ...l, track: trackOf.get(`${l.from} ${l.channel}`)! }))
  return { channels, links: throughQuietGaps(tracked, placement) }
}

/** Whether a line has a card in a column from `first` to `last`. */
type HasCard = (line: number, first: number, last: number) => boolean

function occupiedColumns({ line, column, lines, heads }: Placement): HasCard {
  const taken: number[][] = lines.map(() => [])
  const isHead = new Set(heads.map(({ row }) => row))
  line.forEach((k, i) => isHead.has(i) || taken[k]!.push(column[i]!))
  for (const { row, first, last } of heads) for (let k = first; k <= last; k++) taken[k]!.push(column[row]!)
  for (const columns of taken) columns.sort((a, b) => a - b)
  return (k, first, last) => {
    const found = firstAtLeast(taken[k]!, first)
    return found !== undefined && found <= last
  }
}

function planLink(link: Link, { line, lines, column, heads }: Placement, hasCard: HasCard): PlannedLink {
  const isToHead = heads.some(({ row }) => row === link.to)
  const fromLine = line[link.from]!
  const toLine = isToHead ? fromLine : line[link.to]!
  const [start, end] = [column[link.from]!, column[link.to]!]
  const ends = { ...link, fromLine, toLine }
  if (fromLine === toLine) {
    if (!hasCard(fromLine, start + 1, end - 1)) return { ...ends, kind: 'straight' }
    return { ...ends, kind: 'channel', channel: aboveHeads(fromLine, end, heads, column) }
  }
  if (lines[fromLine] === lines[toLine]) return { ...ends, kind: 'channel', channel: toLine }
  const isBlocked = between(fromLine, toLine).some((k) => hasCard(k, Math.min(start, end), Math.max(start, end)))
  return { ...ends, kind: 'curve', ...(isBlocked ? { through: end } : {}) }
}

/** The line whose channel passes over the heads that stand before column `end` in this line's way. */
function aboveHeads(line: number, end: number, heads: Placement['heads'], column: readonly number[]): number {
  // They stand in order: the last one that must be passed over may lead to one that stands before it.
  let channel = line
  for (;;) {
    const blocking = heads.filter(({ row, first, last }) => column[row]! < end && first < channel && channel <= last)
    if (blocking.length === 0) return channel
    channel = Math.min(...blocking.map(({ first }) => first))
  }
}

const between = (a: number, b: number) => Array.from({ length: Math.abs(a - b) - 1 }, (_, k) => Math.min(a, b) + 1 + k)

function firstAtLeast(sorted: readonly number[], value: number): number | undefined {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return sorted[low]
}

/** Lets curves that pass lines do so where the fewest links are in their way, and near to where they go. */
function throughQuietGaps(links: readonly PlannedLink[], { column, lines }: Placement): PlannedLink[] {
  const gapCount = Math.max(0, ...column) + 2
  const busy = lines.map(() => new Int32Array(gapCount))
  for (const { kind, from, to, fromLine, channel } of links) {
    if (kind === 'curve') continue
    const [a, b] = [column[from]! + 1, column[to]!]
    for (let gap = Math.min(a, b); gap <= Math.max(a, b); gap++) busy[channel ?? fromLine]![gap]!++
  }
  return links.map((link) => {
    if (link.through === undefined) return link
    const [start, end] = [column[link.from]!, column[link.to]!]
    const passed = between(link.fromLine, link.toLine)
    let [best, least] = [end, Infinity]
    for (let gap = Math.min(start, end); gap <= Math.max(start, end) + 1; gap++) {
      const crossed = passed.reduce((sum, k) => sum + busy[k]![gap]!, 0)
      const cost = crossed + 0.3 * Math.min(Math.abs(gap - end), Math.abs(gap - end - 1))
      if (cost < least) [best, least] = [gap, cost]
    }
    return { ...link, through: best }
  })
}
