/**
 * Large images made as small as the network sees them before they reach it: its letterbox holds an image as floats, four times its bytes and more. The
 * rule is the letterbox's own, bilinear between the centres of pixels, so it makes no difference to what is seen.
 */
import type { Size } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import type { Pixels } from './image'

/** Pixels of an image that is left to the letterbox. */
const few = 4e6

/** The image at a size; one that is small stays as it is. */
export function shrunk(pixels: Pixels, size: Size): Pixels {
  const isSmall = pixels.width * pixels.height <= few
  return isSmall || size[0] * size[1] >= pixels.width * pixels.height ? pixels : resized(pixels, size)
}

/** The image at a size, bilinear, rounded. */
export function resized({ data, width, height }: Pixels, [rows, columns]: Size): Pixels {
  const out = new Uint8Array(rows * columns * 3)
  const [down, across] = [taps(height, rows), taps(width, columns)]
  for (let y = 0; y < rows; y++) {
    const [top, bottom] = [down.first[y]! * width, down.second[y]! * width]
    const below = down.part[y]!
    for (let x = 0; x < columns; x++) {
      const [left, right] = [across.first[x]!, across.second[x]!]
      const beside = across.part[x]!
      for (let c = 0; c < 3; c++) {
        const at = (pixel: number) => data[3 * pixel + c]!
        const upper = at(top + left) * (1 - beside) + at(top + right) * beside
        const lower = at(bottom + left) * (1 - beside) + at(bottom + right) * beside
        out[3 * (y * columns + x) + c] = Math.round(upper * (1 - below) + lower * below)
      }
    }
  }
  return { data: out, width: columns, height: rows }
}

/** For each pixel of an axis the two it lies between, and how far it is towards the second. */
function taps(from: number, to: number) {
  const first = new Int32Array(to)
  const second = new Int32Array(to)
  const part = new Float64Array(to)
  for (let i = 0; i < to; i++) {
    const place = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1)
    first[i] = Math.floor(place)
    second[i] = Math.min(first[i]! + 1, from - 1)
    part[i] = place - first[i]!
  }
  return { first, second, part }
}

/** An image that is no photograph, to try networks with: the same every time. */
export function noise([height, width]: Size): Pixels {
  const data = new Uint8Array(height * width * 3)
  let state = 1
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    data[i] = state >>> 24
  }
  return { data, width, height }
}
