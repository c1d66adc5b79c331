import type { Point } from '../../../../graph-core/onnx/programs/letterbox-geometry'

/** A closed ring with as few of its points as keep it within a distance of all others (Douglas and Peucker). Its last point is not its first. */
export function simplifyRing(ring: readonly Point[], distance: number): Point[] {
  if (ring.length < 4) return [...ring]
  const kept = new Set<number>()
  const opposite = furthest(ring, 0, 0)
  const spans: [from: number, to: number][] = [
    [0, opposite.at],
    [opposite.at, ring.length],
  ]
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [from, to] = span
    kept.add(from)
    const { at, away } = furthest(ring, from, to)
    if (away > distance) spans.push([from, at], [at, to])
  }
  return ring.filter((_, i) => kept.has(i))
}

/** The point between two others that is furthest from the line through them; of the whole ring, from its first point. */
function furthest(ring: readonly Point[], from: number, to: number): { at: number; away: number } {
  const [x1, y1] = ring[from]!
  const [x2, y2] = ring[to % ring.length]!
  const [dx, dy] = [x2 - x1, y2 - y1]
  const length = Math.hypot(dx, dy)
  let best = { at: from, away: -1 }
  for (let i = from + 1; i < (to === from ? ring.length : to); i++) {
    const [x, y] = [ring[i]![0] - x1, ring[i]![1] - y1]
    const along = length === 0 ? 0 : Math.min(Math.max((x * dx + y * dy) / length ** 2, 0), 1)
    const away = Math.hypot(x - along * dx, y - along * dy)
    if (away > best.away) best = { at: i, away }
  }
  return best
}
