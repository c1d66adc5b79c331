/** Which link a point lies on, as far as a hand can tell. */
import { type LaidEdge, type Layout, type Point, samplePath } from '../../layout'

/** The nearest link within reach of a point, leaving out those of `except`; null: none is near. */
export type FindLink = (point: Point, reach: number, except?: ReadonlySet<number>) => LaidEdge | null

/** Finds links of one picture: how they run is worked out once, at the first question. */
export function linkFinder({ edges }: Layout): FindLink {
  let lines: readonly { readonly edge: LaidEdge; readonly points: readonly Point[] }[] | undefined
  return (point, reach, except) => {
    lines ??= edges.map((edge) => ({ edge, points: samplePath(edge, 8) }))
    let best: { readonly edge: LaidEdge; readonly distance: number } | null = null
    for (const { edge, points } of lines) {
      if (except?.has(edge.from) || except?.has(edge.to)) continue
      const distance = distanceTo(points, point)
      if (distance <= reach && (best === null || distance < best.distance)) best = { edge, distance }
    }
    return best?.edge ?? null
  }
}

function distanceTo(points: readonly Point[], [x, y]: Point): number {
  let least = Infinity
  for (let k = 1; k < points.length; k++) {
    const [[ax, ay], [bx, by]] = [points[k - 1]!, points[k]!]
    const length = (bx - ax) ** 2 + (by - ay) ** 2
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
    least = Math.min(least, Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)))
  }
  return least
}
