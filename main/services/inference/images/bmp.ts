/**
 * Windows bitmaps, which sharp does not read: 1 to 32 bits a pixel, palettes, run lengths and masks, upwards and downwards. Pixels come out as OpenCV
 * gives them: five bits become eight by shifting, and a fourth channel is left alone.
 * https://learn.microsoft.com/windows/win32/gdi/bitmap-storage
 */
import type { Pixels } from './image'

/** What is wrong with a bitmap, as the end of a sentence. */
export class BitmapError extends Error {}

export interface BitmapHeader {
  readonly width: number
  readonly height: number
  readonly isDownwards: boolean
  readonly bits: number
  readonly compression: number
  /** Where the pixels begin, and the colours and how many bytes each has. */
  readonly start: number
  readonly palette: number
  readonly entry: 3 | 4
  readonly colours: number
}

/** True for a file that begins as a bitmap does. */
export const isBitmap = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d

const uncompressed = 0
const runs8 = 1
const runs4 = 2
const masks = 3
const masksWithAlpha = 6

/** Reads what a bitmap says of itself. Throws BitmapError. */
export function readBitmapHeader(bytes: Uint8Array): BitmapHeader {
  if (bytes.length < 26) throw new BitmapError('it ends within its header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = view.getUint32(14, true)
  const isCore = size === 12
  if (!isCore && (size < 40 || bytes.length < 14 + size)) throw new BitmapError(`its header of ${size} bytes is unknown`)
  const [width, signed] = isCore ? [view.getUint16(18, true), view.getUint16(20, true)] : [view.getInt32(18, true), view.getInt32(22, true)]
  const bits = view.getUint16(isCore ? 24 : 28, true)
  const compression = isCore ? uncompressed : view.getUint32(30, true)
  const height = Math.abs(signed)
  if (width <= 0 || height === 0) throw new BitmapError(`it says it has ${width}×${height} pixels`)
  const isKnown =
    (compression === uncompressed && [1, 4, 8, 16, 24, 32].includes(bits)) ||
    (compression === runs8 && bits === 8) ||
    (compression === runs4 && bits === 4) ||
    ((compression === masks || compression === masksWithAlpha) && (bits === 16 || bits === 32))
  if (!isKnown) throw new BitmapError(`its form is unknown (${bits} bits, compression ${compression})`)
  const outside = size > 40 ? 0 : compression === masks ? 12 : compression === masksWithAlpha ? 16 : 0
  const palette = 14 + size + outside
  const used = isCore ? 0 : view.getUint32(46, true)
  const colours = bits > 8 ? 0 : Math.min(used || 2 ** bits, 2 ** bits)
  const start = view.getUint32(10, true)
  return { width, height, isDownwards: signed < 0, bits, compression, start, palette, entry: isCore ? 3 : 4, colours }
}

/** Decodes a bitmap. Throws BitmapError. */
export function decodeBitmap(bytes: Uint8Array): Pixels {
  const header = readBitmapHeader(bytes)
  const { width, height, isDownwards, bits, compression } = header
  const data = new Uint8Array(width * height * 3)
  const place = (x: number, row: number) => 3 * ((isDownwards ? row : height - 1 - row) * width + x)
  if (bits <= 8) {
    const colours = readPalette(bytes, header)
    const put = (x: number, row: number, index: number) => data.set(colours.subarray(3 * index, 3 * index + 3), place(x, row))
    if (compression === uncompressed) readIndices(bytes, header, put)
    else {
      // What no run reaches has the first colour.
      for (let i = 0; i < data.length; i += 3) data.set(colours.subarray(0, 3), i)
      readRuns(bytes, header, put)
    }
  } else if (bits === 24) {
    const stride = strideOf(bytes, header)
    for (let row = 0; row < height; row++) {
      for (let x = 0; x < width; x++) {
        const at = header.start + row * stride + 3 * x
        const to = place(x, row)
        data[to] = bytes[at + 2]!
        data[to + 1] = bytes[at + 1]!
        data[to + 2] = bytes[at]!
      }
    }
  } else readWords(bytes, header, (x, row, channel, value) => (data[place(x, row) + channel] = value))
  return { data, width, height }
}

/** Red, green and blue of every index. */
function readPalette(bytes: Uint8Array, { palette, entry, colours, bits }: BitmapHeader): Uint8Array {
  if (palette + entry * colours > bytes.length) throw new BitmapError('it ends within its colours')
  const out = new Uint8Array(3 * 2 ** bits)
  for (let i = 0; i < colours; i++) for (let c = 0; c < 3; c++) out[3 * i + c] = bytes[palette + entry * i + 2 - c]!
  return out
}

/** Bytes of a row, whose pixels must all be there. */
function strideOf(bytes: Uint8Array, { width, height, bits, start }: BitmapHeader): number {
  const stride = Math.ceil((width * bits) / 32) * 4
  if (start + (height - 1) * stride + Math.ceil((width * bits) / 8) > bytes.length) throw new BitmapError('it ends too early')
  return stride
}

function readIndices(bytes: Uint8Array, header: BitmapHeader, put: (x: number, row: number, index: number) => void): void {
  const { width, height, bits, start } = header
  const stride = strideOf(bytes, header)
  const perByte = 8 / bits
  for (let row = 0; row < height; row++) {
    for (let x = 0; x < width; x++) {
      const byte = bytes[start + row * stride + Math.floor(x / perByte)]!
      put(x, row, (byte >> (8 - bits - (x % perByte) * bits)) & (2 ** bits - 1))
    }
  }
}

/** Pairs of a length and a colour; a length of nothing begins an order: end of line, end, jump, or a stretch as it is. */
function readRuns(bytes: Uint8Array, header: BitmapHeader, put: (x: number, row: number, index: number) => void): void {
  const { width, height, bits, start } = header
  let [at, x, row] = [start, 0, 0]
  const next = () => {
    if (at >= bytes.length) throw new BitmapError('it ends too early')
    return bytes[at++]!
  }
  const one = (index: number) => {
    if (x < width && row < height) put(x, row, index)
    x++
  }
  while (row < height) {
    const [length, value] = [next(), next()]
    if (length > 0) {
      for (let i = 0; i < length; i++) one(bits === 8 ? value : i % 2 === 0 ? value >> 4 : value & 15)
    } else if (value === 0) [x, row] = [0, row + 1]
    else if (value === 1) return
    else if (value === 2) [x, row] = [x + next(), row + next()]
    else {
      const count = bits === 8 ? value : Math.ceil(value / 2)
      for (let i = 0; i < count; i++) {
        const byte = next()
        if (bits === 8) one(byte)
        else {
          one(byte >> 4)
          if (2 * i + 1 < value) one(byte & 15)
        }
      }
      if (count % 2 === 1) at++
    }
  }
}

type Put = (x: number, row: number, channel: 0 | 1 | 2, value: number) => void

/** Pixels of 16 or 32 bits, their channels where masks say. */
function readWords(bytes: Uint8Array, header: BitmapHeader, put: Put): void {
  const { width, height, bits, compression, start } = header
  const stride = strideOf(bytes, header)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (compression !== uncompressed && bytes.length < 66) throw new BitmapError('it ends within its header')
  const usual = bits === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff]
  const all = compression === uncompressed ? usual : [54, 58, 62].map((at) => view.getUint32(at, true))
  const channels = all.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask)
    const size = 32 - Math.clz32(mask >>> shift)
    return (word: number) => {
      const value = (word & mask) >>> shift
      return size > 8 ? value >>> (size - 8) : value << (8 - size)
    }
  })
  for (let row = 0; row < height; row++) {
    for (let x = 0; x < width; x++) {
      const at = start + row * stride + (x * bits) / 8
      const word = bits === 16 ? view.getUint16(at, true) : view.getUint32(at, true)
      for (const c of [0, 1, 2] as const) put(x, row, c, channels[c]!(word))
    }
  }
}
