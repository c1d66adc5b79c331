/**
 * Turned boxes as Ultralytics handles them: seen as normal distributions, a box is dropped when a better one of its class is as like it as `iou`, 1 less
 * the Hellinger distance. https://arxiv.org/abs/2106.06072
 */
import type { Box } from '../../../../graph-core/onnx/programs/letterbox-geometry'

/** Centre, size and angle in radians. */
export type Turned = readonly [x: number, y: number, width: number, height: number, angle: number]

interface Spread {
  readonly x: number
  readonly y: number
  /** The covariance [[a, c], [c, b]], and its determinant. */
  readonly a: number
  readonly b: number
  readonly c: number
  readonly determinant: number
}

function spreadOf([x, y, width, height, angle]: Turned): Spread {
  const [wide, high] = [width ** 2 / 12, height ** 2 / 12]
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const [a, b, c] = [wide * cos ** 2 + high * sin ** 2, wide * sin ** 2 + high * cos ** 2, (wide - high) * cos * sin]
  return { x, y, a, b, c, determinant: Math.max(0, a * b - c ** 2) }
}

/** Keeps logarithms and roots from 0, as the library does. */
const tiny = 1e-7

function likeness(one: Spread, other: Spread): number {
  const [a, b, c] = [one.a + other.a, one.b + other.b, one.c + other.c]
  const [x, y] = [one.x - other.x, one.y - other.y]
  const determinant = a * b - c ** 2
  const distance = (a * y ** 2 + b * x ** 2 - 2 * c * x * y) / (4 * (determinant + tiny))
  const shape = Math.log(determinant / (4 * Math.sqrt(one.determinant * other.determinant) + tiny) + tiny) / 2
  const bhattacharyya = Math.min(Math.max(distance + shape, tiny), 100)
  return 1 - Math.sqrt(1 - Math.exp(-bhattacharyya) + tiny)
}

/** How alike two turned boxes are, 0 to 1. */
export const turnedOverlap = (one: Turned, other: Turned): number => likeness(spreadOf(one), spreadOf(other))

/** A turned box with the class it was found to be. */
export interface TurnedCandidate {
  readonly turned: Turned
  readonly class: number
}

/** The places of those that stay, at most so many; candidates stand in the order of their scores. Like the library's, a dropped box still drops others. */
export function suppressTurned(candidates: readonly TurnedCandidate[], iou: number, most: number): number[] {
  // Boxes whose centres are further apart than their spreads allow are not looked at more closely.
  const furthest = -4 * Math.log(1 - (1 - iou) ** 2)
  const better = new Map<number, Spread[]>()
  const kept: number[] = []
  for (const [i, { turned, class: label }] of candidates.entries()) {
    if (kept.length === most) break
    const own = spreadOf(turned)
    const rivals = better.get(label) ?? []
    const isCovered = rivals.some((rival) => {
      const apart = (rival.x - own.x) ** 2 + (rival.y - own.y) ** 2
      return apart <= furthest * (rival.a + rival.b + own.a + own.b) + 1 && likeness(rival, own) >= iou
    })
    if (!isCovered) kept.push(i)
    rivals.push(own)
    better.set(label, rivals)
  }
  return kept
}

/** The same box by an angle in [0, π/2). */
export function regular([x, y, width, height, angle]: Turned): Turned {
  const modulo = (by: number) => ((angle % by) + by) % by
  return modulo(Math.PI) >= Math.PI / 2 ? [x, y, height, width, modulo(Math.PI / 2)] : [x, y, width, height, modulo(Math.PI / 2)]
}

/** The upright box around it. */
export function enclosing([x, y, width, height, angle]: Turned): Box {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))]
  const [right, down] = [(width * cos + height * sin) / 2, (width * sin + height * cos) / 2]
  return [x - right, y - down, x + right, y + down]
}
