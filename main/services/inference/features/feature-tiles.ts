/** Channels as pictures: bytes that a window colours. */
import type { ChannelNumbers, Channels } from './feature-statistics'

/** The longest side of a tile: a grid shows many, and one alone still has its shapes. */
const longest = 128

export interface Tiles {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

/** Every channel from its least value (0) to its largest (255), the mean of what a pixel covers; one of a single value is 0. */
export function tilesOf({ values, channels, height, width }: Channels, { min, max }: ChannelNumbers): Tiles {
  const tile = { width: Math.min(width, longest), height: Math.min(height, longest) }
  const bytes = new Uint8Array(channels * tile.width * tile.height)
  const [down, across] = [parts(height, tile.height), parts(width, tile.width)]
  let at = 0
  for (let c = 0; c < channels; c++) {
    const base = c * height * width
    const scale = max[c]! > min[c]! ? 255 / (max[c]! - min[c]!) : 0
    for (let y = 0; y < tile.height; y++) {
      for (let x = 0; x < tile.width; x++) {
        let [sum, count] = [0, 0]
        for (let row = down[y]!; row < down[y + 1]!; row++) {
          for (let column = across[x]!; column < across[x + 1]!; column++) {
            const value = values[base + row * width + column]!
            if (!Number.isFinite(value)) continue
            sum += value
            count++
          }
        }
        bytes[at++] = count === 0 ? 0 : Math.round((sum / count - min[c]!) * scale)
      }
    }
  }
  return { bytes, ...tile }
}

/** Where each of so many parts of a side begins, and where the last ends. */
const parts = (side: number, count: number) => Int32Array.from({ length: count + 1 }, (_, i) => Math.floor((i * side) / count))

/** Bytes from `from` (0) to `to` (255). */
export interface Heat {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
}

/** The mean of all channels at each place, and the largest magnitude. */
export function heatsOf({ values, channels, height, width }: Channels): { readonly mean: Heat; readonly max: Heat } {
  const size = height * width
  const [mean, max] = [new Float64Array(size), new Float64Array(size)]
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < size; i++) {
      const value = values[c * size + i]!
      if (!Number.isFinite(value)) continue
      mean[i]! += value / channels
      const magnitude = Math.abs(value)
      if (magnitude > max[i]!) max[i] = magnitude
    }
  }
  return { mean: heatOf(mean), max: heatOf(max) }
}

function heatOf(values: Float64Array): Heat {
  let [from, to] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < from) from = value
    if (value > to) to = value
  }
  const scale = to > from ? 255 / (to - from) : 0
  return { bytes: Uint8Array.from(values, (value) => Math.round((value - from) * scale)), from, to }
}
