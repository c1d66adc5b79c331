/**
 * Links when cards were moved by hand. A link of a moved card is a curve if one has nothing in its way, else it goes at right
 * angles around what is; so does any other link onto which a card was put. Cards may be piled up so that no way is free: then
 * the one that passes the fewest is drawn.
 */
import { samplePath } from './path'
import type { LaidEdge, LaidNode, Point } from './types'

/** Between a link and the card it goes around. */
const clearance = 10
/** What a bend, and a card that is passed, cost against a unit of length. */
const bendCost = 25
const passedCost = 1e5
/** A link looks at so many places beside cards near its ends to go up or down. */
const nearestPlaces = 6

/** The links as they must be drawn among these cards. `before` are the cards as they stood when `edges` were drawn. */
export function routesAround(edges: readonly LaidEdge[], before: readonly LaidNode[], nodes: readonly LaidNode[]): LaidEdge[] {
  const moved = nodes.filter(({ isMoved }) => isMoved)
  return edges.map((edge) => {
    const [source, target] = [nodes[edge.from]!, nodes[edge.to]!]
    const isOwn = source.isMoved || target.isMoved
    if (!isOwn && !passesAny(edge, moved)) return edge
    const left = leftOf(target, edge.points.at(-1)![1] - before[edge.to]!.y)
    const curve = isOwn ? curves(edge, source, target, left).find((drawn) => !passesAny(drawn, nodes)) : undefined
    return curve ?? { ...edge, kind: 'channel', points: wayAround(source, target, left, nodes) }
  })
}

/** A link while its cards are on their way, or stand for others: the plainest there is, whatever lies under it. `port`: below the target's top. */
export function linkOnTheWay(edge: LaidEdge, source: LaidNode, target: LaidNode, port: number): LaidEdge {
  const left = leftOf(target, port)
  return curves(edge, source, target, left)[0] ?? { ...edge, kind: 'free', points: [rightOf(source), left] }
}

/** Links go on reaching a head where they did, so far from its top. */
const leftOf = ({ x, y, height, isHead }: LaidNode, port: number): Point => [x, y + (isHead ? port : height / 2)]
const rightOf = (n: LaidNode): Point => [n.x + n.width, n.y + n.height / 2]

/** Those that leave a card above or below stand apart from those that reach it. */
const share = { leaving: 0.65, reaching: 0.35 } as const
const topOf = (n: LaidNode, way: keyof typeof share): Point => [n.x + n.width * share[way], n.y]
const bottomOf = (n: LaidNode, way: keyof typeof share): Point => [n.x + n.width * share[way], n.y + n.height]

function curves(edge: LaidEdge, source: LaidNode, target: LaidNode, left: Point): LaidEdge[] {
  const found: LaidEdge[] = []
  const start = rightOf(source)
  if (left[0] >= start[0] + 2 * clearance) found.push({ ...edge, kind: 'free', points: [start, left] })
  const room = 2 * clearance
  if (!target.isHead && target.y >= source.y + source.height + room)
    found.push({ ...edge, kind: 'curve', points: [bottomOf(source, 'leaving'), topOf(target, 'reaching')] })
  if (!target.isHead && source.y >= target.y + target.height + room)
    found.push({ ...edge, kind: 'curve', points: [topOf(source, 'leaving'), bottomOf(target, 'reaching')] })
  return found
}

function passesAny(edge: LaidEdge, nodes: readonly LaidNode[]): boolean {
  const points = samplePath(edge)
  return nodes.some((n) => points.some(([x, y]) => x > n.x + 0.5 && x < n.x + n.width - 0.5 && y > n.y + 0.5 && y < n.y + n.height - 0.5))
}

/** The way from one card to the other at right angles: along one level line between two upright ones. */
function wayAround(source: LaidNode, target: LaidNode, left: Point, nodes: readonly LaidNode[]): Point[] {
  const start = rightOf(source)
  const exits = [
    ...uprights(start[0], 1, nodes).map((x): Point[] => [start, [x, start[1]]]),
    [bottomOf(source, 'leaving')],
    [topOf(source, 'leaving')],
  ]
  const entries = [
    ...uprights(left[0], -1, nodes).map((x): Point[] => [[x, left[1]], left]),
    ...(target.isHead ? [] : [[topOf(target, 'reaching')], [bottomOf(target, 'reaching')]]),
  ]
  const middle = (start[1] + left[1]) / 2
  const levels = [middle, ...nodes.flatMap((n) => [n.y - clearance, n.y + n.height + clearance])]
  levels.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
  let best: Point[] = [start, left]
  let least = Infinity
  for (const y of new Set(levels)) {
    for (const exit of exits) {
      for (const entry of entries) {
        const way = [...exit, [exit.at(-1)![0], y] as const, [entry[0]![0], y] as const, ...entry]
        const cost = lengthOf(way) + bendCost * way.length
        if (cost >= least) continue
        const all = cost + passedCost * nodes.filter((node) => cuts(way, node)).length
        if (all < least) [best, least] = [way, all]
      }
    }
  }
  return best
}

const lengthOf = (way: readonly Point[]) =>
  way.slice(1).reduce((sum, [x, y], k) => sum + Math.abs(x - way[k]![0]) + Math.abs(y - way[k]![1]), 0)

/** Places to go up or down near an end: at once, or behind one of the cards that stand close. */
function uprights(x: number, direction: 1 | -1, nodes: readonly LaidNode[]): number[] {
  const first = x + direction * clearance
  const behind = nodes
    .map((n) => (direction === 1 ? n.x + n.width + clearance : n.x - clearance))
    .filter((place) => direction * (place - first) > 0)
    .sort((a, b) => direction * (a - b))
  return [first, ...new Set(behind)].slice(0, nearestPlaces)
}

/** Whether a way of upright and level parts goes through a card. */
function cuts(way: readonly Point[], { x, y, width, height }: LaidNode): boolean {
  for (let k = 1; k < way.length; k++) {
    const [from, to] = [way[k - 1]!, way[k]!]
    if (
      Math.max(from[0], to[0]) > x + 0.5 &&
      Math.min(from[0], to[0]) < x + width - 0.5 &&
      Math.max(from[1], to[1]) > y + 0.5 &&
      Math.min(from[1], to[1]) < y + height - 0.5
    )
      return true
  }
  return false
}
