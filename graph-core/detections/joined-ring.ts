/**
 * An object of several pieces as one polygon, for labels that hold one each. The library's rule: outer borders alone, from the lowest piece up, each joined
 * to the one before where they are nearest to each other, there and back.
 */
import { type Pixel, areaOf } from './found'

type Ring = readonly Pixel[]

/** The polygon as the library's `merge_multi_segment` makes it; null where there is no ring. Holes and what lies in them are not told. */
export function joinedRing(outline: readonly Ring[]): Ring | null {
  const rings = outerRings(outline).map(asFound).sort(byPlace)
  return rings.length > 1 ? joined(rings) : (rings[0] ?? null)
}

/** The rings that no other one surrounds. */
function outerRings(outline: readonly Ring[]): Ring[] {
  const bounded = outline.map((ring) => ({ ring, area: areaOf(ring), bounds: boundsOf(ring) }))
  return bounded
    .filter((inner) => {
      const [x, y] = inner.ring[0]!
      return !bounded.some(({ ring, area, bounds: [left, top, right, bottom] }) => {
        const isNear = area > inner.area && x >= left && x <= right && y >= top && y <= bottom
        return isNear && isInside(inner.ring[0]!, ring)
      })
    })
    .map(({ ring }) => ring)
}

const boundsOf = (ring: Ring) => {
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)]
  const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity)
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity)
  return [least(xs), least(ys), most(xs), most(ys)] as const
}

function isInside([x, y]: Pixel, ring: Ring): boolean {
  let isIn = false
  for (const [i, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[(i + 1) % ring.length]!
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) isIn = !isIn
  }
  return isIn
}

/** As OpenCV finds a border: from its first point in reading order, down its left side. */
function asFound(ring: Ring): Ring {
  const turned = isDownwards(ring) ? ring : ring.toReversed()
  const first = turned.reduce((best, [x, y], i) => (y < turned[best]![1] || (y === turned[best]![1] && x < turned[best]![0]) ? i : best), 0)
  return rolled(turned, first)
}

/** Whether it goes down on its left side and up on its right. */
function isDownwards(ring: Ring): boolean {
  const twice = ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!
    return sum + x * nextY - nextX * y
  }, 0)
  return twice <= 0
}

/** The last in reading order first. */
const byPlace = (a: Ring, b: Ring) => b[0]![1] - a[0]![1] || b[0]![0] - a[0]![0]

const rolled = <T>(all: readonly T[], start: number): T[] => [...all.slice(start), ...all.slice(0, start)]

/** Where two rings are nearest to each other. */
function nearest(one: Ring, other: Ring): readonly [number, number] {
  let best: readonly [number, number] = [0, 0]
  let least = Infinity
  for (const [i, [x, y]] of one.entries()) {
    for (const [j, [otherX, otherY]] of other.entries()) {
      const apart = (x - otherX) ** 2 + (y - otherY) ** 2
      if (apart < least) [best, least] = [[i, j], apart]
    }
  }
  return best
}

/** Forth along one part of every ring, back along the other. A ring whose two joints are the other way round is turned and keeps their numbers, as the library has it. */
function joined(rings: readonly Ring[]): Ring {
  const joints = rings.map((): number[] => [])
  for (let i = 1; i < rings.length; i++) {
    const [end, start] = nearest(rings[i - 1]!, rings[i]!)
    joints[i - 1]!.push(end)
    joints[i]!.push(start)
  }
  const back: Ring[] = []
  const forth = rings.map((ring, i) => {
    const [first, second] = joints[i]!
    const isTurned = second !== undefined && first! > second
    const closed = rolled(isTurned ? ring.toReversed() : ring, isTurned ? second : first!)
    closed.push(closed[0]!)
    if (second === undefined) return closed
    const part = Math.abs(second - first!)
    back.unshift(closed.slice(part))
    return closed.slice(0, part + 1)
  })
  return [...forth, ...back].flat()
}
