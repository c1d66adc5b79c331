/** A laid edge as an SVG path, and as points close together for hit tests. */
import type { LaidEdge, Point } from './types'

const radius = 7

/** The `d` of an edge. */
export function svgPath({ kind, points }: Pick<LaidEdge, 'kind' | 'points'>): string {
  const start = `M${text(points[0]!)}`
  if (kind === 'channel') return start + roundedCorners(points)
  return (
    start +
    points
      .slice(1)
      .map((to, k) => segment(kind, points[k]!, to))
      .join('')
  )
}

function segment(kind: LaidEdge['kind'], from: Point, to: Point): string {
  if (kind === 'straight' || from[0] === to[0]) return `L${text(to)}`
  const [a, b] = controls(kind, from, to)
  return `C${text(a)} ${text(b)} ${text(to)}`
}

/** Curves leave and arrive upright, free links level. */
function controls(kind: LaidEdge['kind'], from: Point, to: Point): readonly [Point, Point] {
  if (kind === 'free') {
    const reach = Math.max(30, Math.abs(to[0] - from[0]) / 2)
    return [
      [from[0] + reach, from[1]],
      [to[0] - reach, to[1]],
    ]
  }
  const middle = (from[1] + to[1]) / 2
  return [
    [from[0], middle],
    [to[0], middle],
  ]
}

function roundedCorners(points: readonly Point[]): string {
  let d = ''
  for (let k = 1; k < points.length - 1; k++) {
    const [before, corner, after] = [points[k - 1]!, points[k]!, points[k + 1]!]
    const r = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2)
    d += `L${text(toward(corner, before, r))}Q${text(corner)} ${text(toward(corner, after, r))}`
  }
  return `${d}L${text(points.at(-1)!)}`
}

const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1])

function toward(from: Point, to: Point, length: number): Point {
  const d = distance(from, to)
  return d === 0 ? from : [from[0] + ((to[0] - from[0]) * length) / d, from[1] + ((to[1] - from[1]) * length) / d]
}

const text = ([x, y]: Point) => `${round(x)},${round(y)}`
const round = (v: number) => Math.round(v * 100) / 100

/** Points along an edge, `steps` a segment, ends included. */
export function samplePath({ kind, points }: Pick<LaidEdge, 'kind' | 'points'>, steps = 24): Point[] {
  const samples: Point[] = [points[0]!]
  for (let k = 1; k < points.length; k++) {
    const [from, to] = [points[k - 1]!, points[k]!]
    const isLine = kind === 'straight' || kind === 'channel' || from[0] === to[0]
    const [a, b] = isLine ? [from, to] : controls(kind, from, to)
    for (let s = 1; s <= steps; s++) {
      const t = s / steps
      samples.push(isLine ? mix(from, to, t) : cubic(from, a, b, to, t))
    }
  }
  return samples
}

const mix = (a: Point, b: Point, t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]

function cubic(p: Point, a: Point, b: Point, q: Point, t: number): Point {
  const u = 1 - t
  const at = (k: 0 | 1) => u ** 3 * p[k] + 3 * u * u * t * a[k] + 3 * u * t * t * b[k] + t ** 3 * q[k]
  return [at(0), at(1)]
}
