/** A picture on its way to another: every card that both have moves straight, and its links bend with it. */
import { samplePath } from './path'
import type { LaidEdge, LaidNode, Layout, Point } from './types'

/** Whether cards that people had moved went back to where the layout has them. */
export function isTidied(before: Layout, after: Layout): boolean {
  const moved = new Set(before.nodes.filter(({ isMoved }) => isMoved).map(({ rowId }) => rowId))
  return moved.size > 0 && after.nodes.some(({ rowId, isMoved }) => !isMoved && moved.has(rowId))
}

/** Whether cards stand elsewhere because others came between them, or went. */
export function makesRoom(before: Layout, after: Layout): boolean {
  const old = new Map(before.nodes.map((node) => [node.rowId, node]))
  const kept = after.nodes.filter(({ rowId }) => old.has(rowId))
  const isSame = kept.length === before.nodes.length && kept.length === after.nodes.length
  return !isSame && kept.some(({ rowId, x, y }) => old.get(rowId)!.x !== x || old.get(rowId)!.y !== y)
}

/** The picture `done`, 0 to 1, of the way. What only one of the two has is drawn as the second one has it. */
export function between(before: Layout, after: Layout, done: number): Layout {
  if (done >= 1) return after
  const from = new Map(before.nodes.map((node) => [node.rowId, node]))
  const fromEdge = new Map(before.edges.map((edge) => [edgeKey(edge, before), edge]))
  const nodes = after.nodes.map((node): LaidNode => {
    const old = from.get(node.rowId)
    if (old === undefined) return node
    const [x, y] = mix([old.x, old.y], [node.x, node.y], done)
    return { ...node, x, y }
  })
  const edges = after.edges.map((edge): LaidEdge => {
    const old = fromEdge.get(edgeKey(edge, after))
    if (old === undefined || isSameLine(old.points, edge.points)) return edge
    const [start, end] = [evenly(old), evenly(edge)]
    return { ...edge, kind: 'straight', points: end.map((point, k) => mix(start[k]!, point, done)) }
  })
  return { ...after, nodes, edges }
}

const edgeKey = ({ from, to, slot }: LaidEdge, { nodes }: Layout) => `${nodes[from]!.rowId} ${nodes[to]!.rowId} ${slot}`

const isSameLine = (a: readonly Point[], b: readonly Point[]) =>
  a.length === b.length && a.every(([x, y], k) => x === b[k]![0] && y === b[k]![1])

const mix = (a: Point, b: Point, t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]

/** Points at equal distances along a link, both ends included. */
function evenly(edge: LaidEdge, count = 24): Point[] {
  const points = samplePath(edge, 8)
  const at = [0]
  for (let k = 1; k < points.length; k++)
    at.push(at[k - 1]! + Math.hypot(points[k]![0] - points[k - 1]![0], points[k]![1] - points[k - 1]![1]))
  const even: Point[] = []
  for (let n = 0, k = 1; n < count; n++) {
    const wanted = (at.at(-1)! * n) / (count - 1)
    while (k < points.length - 1 && at[k]! < wanted) k++
    const step = at[k]! - at[k - 1]!
    even.push(mix(points[k - 1]!, points[k]!, step === 0 ? 1 : Math.min(1, (wanted - at[k - 1]!) / step)))
  }
  return even
}
