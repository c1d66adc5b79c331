/**
 * An image as classifiers see it in Ultralytics: its shorter side made the canvas's by Pillow's bilinear filter, which looks at all pixels that one of the
 * result covers, and the middle cut out. https://docs.ultralytics.com/reference/data/augment/
 */
import { type Size, roundToEven } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import type { Pixels } from './image'

/** The middle of an image on a canvas; all of it, whatever its proportions, where the canvas is not square. */
export function centreCrop(pixels: Pixels, [height, width]: Size): Pixels {
  const shorter = Math.min(pixels.height, pixels.width)
  const scaled = (side: number) => (height === width ? Math.floor((height * side) / shorter) : null)
  const [rows, columns] = [scaled(pixels.height) ?? height, scaled(pixels.width) ?? width]
  const across = taps(pixels.width, columns, roundToEven((columns - width) / 2), width)
  const down = taps(pixels.height, rows, roundToEven((rows - height) / 2), height)
  return resampleRows(resampleColumns(pixels, across), down)
}

/** Weights are whole numbers of this, as Pillow has them. */
const one = 2 ** 22

/** What one pixel of the result is made of along an axis: pixels from `first` on, each with its weight. */
interface Tap {
  readonly first: number
  readonly weights: Float64Array
}

/** Taps of `count` pixels from `start` on, of an axis that is resized. */
function taps(from: number, to: number, start: number, count: number): Tap[] {
  const ratio = from / to
  const reach = Math.max(1, ratio)
  return Array.from({ length: count }, (_, i) => {
    const centre = (start + i + 0.5) * ratio
    const first = Math.max(0, Math.trunc(centre - reach + 0.5))
    const end = Math.min(from, Math.trunc(centre + reach + 0.5))
    const weights = Float64Array.from({ length: end - first }, (_, j) => Math.max(0, 1 - Math.abs(first + j - centre + 0.5) / reach))
    const sum = weights.reduce((a, b) => a + b, 0)
    return { first, weights: weights.map((weight) => Math.floor((weight / sum) * one + 0.5)) }
  })
}

// Each axis is rounded to bytes by itself, as Pillow does.

function resampleColumns({ data, width, height }: Pixels, across: readonly Tap[]): Pixels {
  const out = new Uint8Array(height * across.length * 3)
  let at = 0
  for (let y = 0; y < height; y++) {
    for (const { first, weights } of across) {
      const start = 3 * (y * width + first)
      let [r, g, b] = [one / 2, one / 2, one / 2]
      for (let j = 0; j < weights.length; j++) {
        const weight = weights[j]!
        r += weight * data[start + 3 * j]!
        g += weight * data[start + 3 * j + 1]!
        b += weight * data[start + 3 * j + 2]!
      }
      out[at++] = r / one
      out[at++] = g / one
      out[at++] = b / one
    }
  }
  return { data: out, width: across.length, height }
}

function resampleRows({ data, width }: Pixels, down: readonly Tap[]): Pixels {
  const bytes = 3 * width
  const out = new Uint8Array(down.length * bytes)
  const sums = new Float64Array(bytes)
  for (const [y, { first, weights }] of down.entries()) {
    sums.fill(one / 2)
    for (let j = 0; j < weights.length; j++) {
      const start = (first + j) * bytes
      for (let x = 0; x < bytes; x++) sums[x] = sums[x]! + weights[j]! * data[start + x]!
    }
    for (let x = 0; x < bytes; x++) out[y * bytes + x] = sums[x]! / one
  }
  return { data: out, width, height: down.length }
}
