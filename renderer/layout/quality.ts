/** What makes a picture bad, counted: the layout report prints it and the tests hold it at nothing. */
import { samplePath } from './path'
import type { LaidEdge, LaidNode, Layout, Point } from './types'

/** Pairs of cards that lie on each other. Cards moved by hand lie where people put them: they do not count. */
export function overlapsOf({ nodes }: Pick<Layout, 'nodes'>): string[] {
  const placed = nodes.filter(({ isMoved }) => !isMoved)
  return placed.flatMap((a) =>
    placed
      .filter((b) => a.i < b.i && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `#${a.i} on #${b.i}`),
  )
}

/** Links through cards. */
export function throughCards({ nodes, edges }: Pick<Layout, 'nodes' | 'edges'>): string[] {
  return edges.flatMap((edge) => {
    const points = samplePath(edge)
    return nodes.filter((node) => points.some((point) => isInside(point, node))).map((node) => `${name(edge)} through #${node.i}`)
  })
}

/** Links of different rows that run on one line for some way, so that nobody can tell them apart. */
export const sharedLines = ({ edges }: Pick<Layout, 'edges'>): string[] =>
  pairs(edges).flatMap(([a, b]) => (count(a.parts, b.parts, runTogether) > 0 ? [`${name(a.edge)} on ${name(b.edge)}`] : []))

/** Points where links of different rows cross. */
export const countCrossings = ({ edges }: Pick<Layout, 'edges'>): number =>
  pairs(edges).reduce((sum, [a, b]) => sum + count(a.parts, b.parts, cross), 0)

/** The length of all links. */
export const totalLength = ({ edges }: Pick<Layout, 'edges'>): number =>
  edges.flatMap(partsOf).reduce((sum, [a, b]) => sum + Math.hypot(a[0] - b[0], a[1] - b[1]), 0)

interface Drawn {
  readonly edge: LaidEdge
  readonly parts: readonly Part[]
}

function pairs(edges: readonly LaidEdge[]): (readonly [Drawn, Drawn])[] {
  const drawn = edges.map((edge): Drawn => ({ edge, parts: partsOf(edge) }))
  return drawn.flatMap((a, k) => drawn.slice(k + 1).flatMap((b) => (a.edge.from === b.edge.from ? [] : [[a, b] as const])))
}

const touch = 0.5

const isInside = ([x, y]: Point, n: LaidNode) =>
  x > n.x + touch && x < n.x + n.width - touch && y > n.y + touch && y < n.y + n.height - touch

const name = ({ from, to, kind }: LaidEdge) => `#${from}→#${to} (${kind})`

type Part = readonly [Point, Point]

function partsOf(edge: LaidEdge): Part[] {
  const points = edge.kind === 'straight' || edge.kind === 'channel' ? edge.points : samplePath(edge)
  return points.slice(1).map((to, k) => [points[k]!, to])
}

function count(a: readonly Part[], b: readonly Part[], has: (p: Part, q: Part) => boolean): number {
  return a.reduce((sum, p) => sum + b.reduce((own, q) => own + (boxesMeet(p, q) && has(p, q) ? 1 : 0), 0), 0)
}

const span = (part: Part, axis: 0 | 1) => [Math.min(part[0][axis], part[1][axis]), Math.max(part[0][axis], part[1][axis])] as const

function boxesMeet(p: Part, q: Part): boolean {
  return ([0, 1] as const).every((axis) => {
    const [[a, b], [c, d]] = [span(p, axis), span(q, axis)]
    return a <= d && c <= b
  })
}

const side = ([a, b]: Part, [x, y]: Point) => Math.sign((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]))

const cross = (p: Part, q: Part) => side(p, q[0]) * side(p, q[1]) < 0 && side(q, p[0]) * side(q, p[1]) < 0

/** Whether two upright or two level parts lie on one line for more than a few units. */
function runTogether(p: Part, q: Part): boolean {
  return ([0, 1] as const).some((axis) => {
    const other = axis === 0 ? 1 : 0
    const line = p[0][axis]
    if ([p[1][axis], q[0][axis], q[1][axis]].some((v) => Math.abs(v - line) > touch)) return false
    const [[a, b], [c, d]] = [span(p, other), span(q, other)]
    return Math.min(b, d) - Math.max(a, c) > 4
  })
}
