/**
 * Links that touch no card but their own. Along a lane a link is straight while nothing stands between, else it runs in the
 * channel above the cards; between lanes it is a curve in the space between their cards, and passes lanes on its way
 * through the gap beside a column. Links of one source to one lane share their track.
 */
import type { Columns } from './columns'
import { card, channelHeight, lanePadding, trackPitch } from './measures'
import { assignTracks } from './tracks'
import type { EdgeKind, LaidEdge, LaidNode, Lane, Point } from './types'

export interface Link {
  readonly from: number
  readonly to: number
  readonly slot: number
}

/** Where rows stand on the grid, before lanes have heights. The head is the row after those in `lane`. */
interface Grid {
  readonly lane: readonly number[]
  readonly columns: Columns
  readonly head: number | null
}

interface PlannedLink extends Link {
  readonly kind: EdgeKind
  /** Lane in which the link arrives. */
  readonly lane: number
  /** Channel links: the track. Curves past other lanes: the column in whose left gap they go. */
  readonly track?: number
  readonly through?: number
}

export interface LinkPlan extends Grid {
  readonly links: readonly PlannedLink[]
  /** Tracks in each lane's channel. */
  readonly channels: readonly number[]
}

/** Decides the kind of every link, and how many tracks each lane needs. */
export function planLinks(links: readonly Link[], grid: Grid): LinkPlan {
  const { lane, columns, head } = grid
  const laneCount = Math.max(-1, ...lane) + 1
  const taken: number[][] = Array.from({ length: laneCount }, () => [])
  lane.forEach((k, i) => taken[k]!.push(columns.ofRow[i]!))
  /** Whether the lane has a card in a column from `first` to `last`. */
  const hasCard = (k: number, first: number, last: number) => {
    const found = firstAtLeast(taken[k]!, first)
    return found !== undefined && found <= last
  }
  const columnOf = (row: number) => (row === head ? columns.x.length - 1 : columns.ofRow[row]!)

  const planned = links.map((link): PlannedLink => {
    const [a, b] = [lane[link.from]!, link.to === head ? lane[link.from]! : lane[link.to]!]
    const [start, end] = [columnOf(link.from), columnOf(link.to)]
    if (a === b) return { ...link, kind: hasCard(a, start + 1, end - 1) ? 'channel' : 'straight', lane: b }
    const between = Array.from({ length: Math.abs(a - b) - 1 }, (_, k) => Math.min(a, b) + 1 + k)
    const isBlocked = between.some((k) => hasCard(k, Math.min(start, end), Math.max(start, end)))
    return { ...link, kind: 'curve', lane: b, ...(isBlocked ? { through: end } : {}) }
  })

  const channels = Array.from({ length: laneCount }, () => 0)
  const trackOf = new Map<number, number>()
  for (let k = 0; k < laneCount; k++) {
    const reach = new Map<number, number>()
    for (const { kind, lane, from, to } of planned) {
      if (kind === 'channel' && lane === k) reach.set(from, Math.max(reach.get(from) ?? 0, columnOf(to)))
    }
    const { tracks, count } = assignTracks([...reach].map(([from, end]) => ({ start: columnOf(from) + 1, end })))
    ;[...reach.keys()].forEach((from, n) => trackOf.set(from, tracks[n]!))
    channels[k] = count
  }
  return { ...grid, channels, links: planned.map((l) => (l.kind === 'channel' ? { ...l, track: trackOf.get(l.from)! } : l)) }
}

function firstAtLeast(sorted: readonly number[], value: number): number | undefined {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return sorted[low]
}

/** Turns the plan into points. Links of cards moved by hand are drawn freely. */
export function routeLinks(plan: LinkPlan, nodes: readonly LaidNode[], lanes: readonly Lane[], columns: Columns): LaidEdge[] {
  const gaps = gapPlaces(plan, columns)
  const ports = portsOf(plan, nodes)
  return plan.links.map((link): LaidEdge => {
    const { from, to, slot, kind } = link
    const [source, target] = [nodes[from]!, nodes[to]!]
    if (source.isMoved || target.isMoved) return { from, to, slot, kind: 'free', points: [rightOf(source), leftOf(target)] }
    return { from, to, slot, kind, points: pointsOf(link, source) }
  })

  function pointsOf(link: PlannedLink, source: LaidNode): Point[] {
    const { start, end } = ports.get(link)!
    if (link.kind === 'straight') return [start, end]
    if (link.kind === 'channel') {
      const y = trackY(lanes[link.lane]!, plan.channels[link.lane]!, link.track!)
      const [up, down] = [gaps.get(`out ${link.from}`)!, gaps.get(`in ${link.to} ${link.slot}`)!]
      return [start, [up, start[1]], [up, y], [down, y], [down, end[1]], end]
    }
    if (link.through === undefined) return [start, end]
    const x = gaps.get(`past ${link.from} ${link.through} ${link.lane}`)!
    const isDown = end[1] > source.y
    const [a, b] = [plan.lane[link.from]!, link.lane]
    const next = cardsOf(lanes[isDown ? a + 1 : a - 1]!)
    const last = cardsOf(lanes[isDown ? b - 1 : b + 1]!)
    return isDown ? [start, [x, next.top], [x, last.bottom], end] : [start, [x, next.bottom], [x, last.top], end]
  }
}

const rightOf = (n: LaidNode): Point => [n.x + n.width, n.y + n.height / 2]
const leftOf = (n: LaidNode): Point => [n.x, n.y + n.height / 2]

function cardsOf(lane: Lane): { top: number; bottom: number } {
  const bottom = lane.y + lane.height - lanePadding.bottom
  return { top: bottom - card.height, bottom }
}

function trackY(lane: Lane, count: number, track: number): number {
  const pitch = Math.min(trackPitch, channelHeight / count)
  return cardsOf(lane).top - pitch * (track + 1)
}

/** Where upright parts stand in the gaps: evenly, those that leave the column before first, those that arrive last. */
function gapPlaces({ links, columns: { ofRow }, head }: LinkPlan, columns: Columns): ReadonlyMap<string, number> {
  const users = new Map<number, Set<string>>()
  const use = (gap: number, user: string) => {
    const known = users.get(gap)
    if (known === undefined) users.set(gap, new Set([user]))
    else known.add(user)
  }
  const columnOf = (row: number) => (row === head ? columns.x.length - 1 : ofRow[row]!)
  for (const { kind, from } of links) if (kind === 'channel') use(columnOf(from) + 1, `out ${from}`)
  for (const { through, from, lane } of links) if (through !== undefined) use(through, `past ${from} ${through} ${lane}`)
  for (const { kind, to, slot } of links) if (kind === 'channel') use(columnOf(to), `in ${to} ${slot}`)
  const places = new Map<string, number>()
  for (const [gap, names] of users) {
    const right = columns.x[gap]!
    const left = gap === 0 ? right / 2 : columns.x[gap - 1]! + card.width
    ;[...names].forEach((name, k) => places.set(name, left + ((right - left) * (k + 1)) / (names.size + 1)))
  }
  return places
}

interface Ends {
  start: Point
  end: Point
}

/** Where links touch their cards. Sides that links both leave and reach keep the two apart. */
function portsOf({ links }: LinkPlan, nodes: readonly LaidNode[]): ReadonlyMap<PlannedLink, Ends> {
  const leaving = new Set<string>()
  const reaching = new Map<string, PlannedLink[]>()
  for (const link of links) {
    if (link.kind === 'curve') leaving.add(sideKey(link.from, leavesDown(link, nodes)))
    const key = link.kind === 'curve' ? sideKey(link.to, !leavesDown(link, nodes)) : `${link.to} ${link.lane}`
    const known = reaching.get(key)
    if (known === undefined) reaching.set(key, [link])
    else known.push(link)
  }
  const ends = new Map<PlannedLink, Ends>()
  for (const [key, group] of reaching) {
    // From left to right, so that they do not cross on their last steps.
    const order = [...group].sort((a, b) => nodes[a.from]!.x - nodes[b.from]!.x || a.slot - b.slot)
    order.forEach((link, k) => {
      const [source, target] = [nodes[link.from]!, nodes[link.to]!]
      if (link.kind !== 'curve') return void ends.set(link, { start: rightOf(source), end: leftPort(link, target, source, order, k) })
      const isDown = leavesDown(link, nodes)
      const out = reaching.has(sideKey(link.from, isDown)) ? 0.7 : 0.5
      const into = leaving.has(key) ? ((k + 1) / (order.length + 1)) * 0.6 : (k + 1) / (order.length + 1)
      ends.set(link, {
        start: [source.x + source.width * out, isDown ? source.y + source.height : source.y],
        end: [target.x + target.width * into, isDown ? target.y : target.y + target.height],
      })
    })
  }
  return ends
}

const sideKey = (row: number, isBottom: boolean) => `${row} ${isBottom ? 'bottom' : 'top'}`
const leavesDown = ({ from, to }: Link, nodes: readonly LaidNode[]) => nodes[to]!.y > nodes[from]!.y

/** The straight link arrives in the middle, the others above it. */
function leftPort(link: PlannedLink, target: LaidNode, source: LaidNode, group: readonly PlannedLink[], k: number): Point {
  const middle = source.y + source.height / 2
  if (link.kind === 'straight') return [target.x, middle]
  const step = Math.min(9, (card.height / 2 - 6) / group.length)
  return [target.x, middle - step * (group.length - k - (group.some((l) => l.kind === 'straight') ? 0 : 1))]
}
