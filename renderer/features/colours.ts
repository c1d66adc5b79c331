/** Bytes as colours. */

/** Colours from the least to the largest value; told apart by people of every colour vision, and lighter with every step. */
const viridis = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [181, 222, 43],
  [253, 231, 37],
] as const

export const colourIds = ['viridis', 'grey'] as const
export type ColourId = (typeof colourIds)[number]

const tables: Readonly<Record<ColourId, Uint8Array>> = {
  viridis: tableOf((part) => {
    const at = part * (viridis.length - 1)
    const [below, above] = [viridis[Math.floor(at)]!, viridis[Math.min(viridis.length - 1, Math.floor(at) + 1)]!]
    return [0, 1, 2].map((c) => below[c]! + (above[c]! - below[c]!) * (at % 1))
  }),
  grey: tableOf((part) => [255 * part, 255 * part, 255 * part]),
}

function tableOf(colour: (part: number) => readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 256 * 3 }, (_, i) => Math.round(colour(Math.floor(i / 3) / 255)[i % 3]!))
}

/** Pixels of bytes that are read on a scale: `scaled` says which part of the colours a byte is, 0 to 1. */
export function coloured(
  bytes: Uint8Array,
  [width, height]: readonly [number, number],
  colours: ColourId,
  scaled: (byte: number) => number = (byte) => byte / 255,
): ImageData {
  const image = new ImageData(width, height)
  const table = tables[colours]
  const steps = Uint8Array.from({ length: 256 }, (_, byte) => Math.round(255 * Math.min(1, Math.max(0, scaled(byte)))))
  for (let i = 0; i < bytes.length; i++) {
    const step = 3 * steps[bytes[i]!]!
    image.data[4 * i] = table[step]!
    image.data[4 * i + 1] = table[step + 1]!
    image.data[4 * i + 2] = table[step + 2]!
    image.data[4 * i + 3] = 255
  }
  return image
}
