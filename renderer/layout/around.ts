/**
 * Links when cards were moved by hand. A link of a moved card is a curve if nothing is in its way, else it goes at right angles
 * around what is; so does any other link onto which a card was put. Cards may be piled up so that no way is free: then the one
 * that passes the fewest is drawn.
 */
import { samplePath } from './path'
import { leftOf, rightOf } from './ports'
import type { LaidEdge, LaidNode, Point } from './types'

/** Between a link and the card it goes around. */
const clearance = 10

/** The links as they must be drawn among these cards. */
export function routesAround(edges: readonly LaidEdge[], nodes: readonly LaidNode[]): LaidEdge[] {
  const moved = nodes.filter(({ isMoved }) => isMoved)
  return edges.map((edge): LaidEdge => {
    const [source, target] = [nodes[edge.from]!, nodes[edge.to]!]
    const isOwn = source.isMoved || target.isMoved
    if (!isOwn && passed(samplePath(edge), moved).length === 0) return edge
    const [start, end] = isOwn ? endsOf(edge, source, target) : [edge.points[0]!, edge.points.at(-1)!]
    const curve: LaidEdge = { ...edge, kind: 'free', points: [start, end] }
    const isForward = isOwn && end[0] >= start[0] + 2 * clearance
    if (isForward && passed(samplePath(curve), nodes).length === 0) return curve
    const [from, to] = isOwn || edge.kind !== 'curve' ? [start, end] : [rightOf(source), leftOf(target)]
    return { ...edge, kind: 'channel', points: wayAround(from, to, nodes) }
  })
}

/** A head that did not move is reached where it was before, on the line of what it reads. */
function endsOf({ points }: LaidEdge, source: LaidNode, target: LaidNode): readonly [Point, Point] {
  const isHeadInPlace = target.isHead && !target.isMoved
  return [rightOf(source), isHeadInPlace ? points.at(-1)! : target.isHead ? [target.x, portOfMoved(points, target)] : leftOf(target)]
}

/** The ports of a moved head keep their order. */
function portOfMoved(points: readonly Point[], { y, height }: LaidNode): number {
  return Math.min(y + height - 12, Math.max(y + 12, points.at(-1)![1]))
}

const passed = (points: readonly Point[], nodes: readonly LaidNode[]) =>
  nodes.filter((n) => points.some(([x, y]) => x > n.x + 0.5 && x < n.x + n.width - 0.5 && y > n.y + 0.5 && y < n.y + n.height - 0.5))

/** Right, up or down, along, up or down, right: the shortest of these ways that passes the fewest cards. */
function wayAround(start: Point, end: Point, nodes: readonly LaidNode[]): Point[] {
  const exits = uprights(start[0], 1, nodes)
  const entries = uprights(end[0], -1, nodes)
  const levels = [...new Set([(start[1] + end[1]) / 2, ...nodes.flatMap((n) => [n.y - clearance, n.y + n.height + clearance])])]
  let best: Point[] = [start, end]
  let least = Infinity
  for (const y of levels) {
    for (const up of exits) {
      for (const down of entries) {
        const long = Math.abs(start[1] - y) + Math.abs(up - down) + Math.abs(end[1] - y) + (up - start[0]) + (end[0] - down)
        if (long >= least) continue
        const way: Point[] = [start, [up, start[1]], [up, y], [down, y], [down, end[1]], end]
        const cost = long + 1e5 * nodes.filter((node) => cuts(way, node)).length
        if (cost < least) [best, least] = [way, cost]
      }
    }
  }
  return best
}

/** Places to go up or down near an end: at once, or behind one of the cards that stand close. */
function uprights(x: number, direction: 1 | -1, nodes: readonly LaidNode[]): number[] {
  const first = x + direction * clearance
  const behind = nodes
    .map((n) => (direction === 1 ? n.x + n.width + clearance : n.x - clearance))
    .filter((place) => direction * (place - first) > 0)
    .sort((a, b) => direction * (a - b))
  return [first, ...new Set(behind)].slice(0, 6)
}

/** Whether a way of upright and level parts goes through a card. */
function cuts(way: readonly Point[], { x, y, width, height }: LaidNode): boolean {
  return way.slice(1).some((to, k) => {
    const from = way[k]!
    return (
      Math.max(from[0], to[0]) > x + 0.5 &&
      Math.min(from[0], to[0]) < x + width - 0.5 &&
      Math.max(from[1], to[1]) > y + 0.5 &&
      Math.min(from[1], to[1]) < y + height - 0.5
    )
  })
}
