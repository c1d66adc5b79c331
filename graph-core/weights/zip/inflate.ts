/**
 * Undoes deflate (RFC 1951), for archives that were packed again: PyTorch itself stores. The caller says how long the result is, and nothing is
 * written past that, so that a small file cannot claim all memory.
 */
import { CheckpointError } from '../checkpoint-error'

/** The `size` bytes that `packed` stands for. Fails with CheckpointError `bad-deflate` where it stands for more, for less, or for nothing. */
export function inflate(packed: Uint8Array, size: number): Uint8Array {
  const input = new BitReader(packed)
  const out = new Output(size)
  for (let isLast = false; !isLast;) {
    isLast = input.bits(1) === 1
    const kind = input.bits(2)
    if (kind === 0) copyStored(input, out)
    else if (kind === 1) copyCoded(input, out, fixedLengths, fixedDistances)
    else if (kind === 2) copyCoded(input, out, ...readCodes(input))
    else throw wrong('a block of an unknown kind')
  }
  if (out.at !== size) throw wrong(`${out.at} bytes instead of ${size}`)
  return out.bytes
}

const wrong = (what: string) => new CheckpointError('bad-deflate', `packed bytes hold ${what}`)

class BitReader {
  private at = 0
  private held = 0
  private count = 0

  constructor(private readonly bytes: Uint8Array) {}

  /** The next `n` bits, at most 16, the first the lowest. */
  bits(n: number): number {
    while (this.count < n) {
      if (this.at >= this.bytes.length) throw wrong('less than they say')
      this.held |= this.bytes[this.at++]! << this.count
      this.count += 8
    }
    const value = this.held & ((1 << n) - 1)
    this.held >>>= n
    this.count -= n
    return value
  }

  /** Bytes as they are, from the next whole one on. */
  take(length: number): Uint8Array {
    this.at -= this.count >> 3
    this.held = this.count = 0
    if (this.at + length > this.bytes.length) throw wrong('less than they say')
    return this.bytes.subarray(this.at, (this.at += length))
  }

  symbol({ counts, symbols }: Code): number {
    let [code, first, index] = [0, 0, 0]
    for (let length = 1; length <= longestCode; length++) {
      code |= this.bits(1)
      const count = counts[length]!
      if (code - count < first) return symbols[index + (code - first)]!
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    throw wrong('a code that means nothing')
  }
}

class Output {
  at = 0
  readonly bytes: Uint8Array
  constructor(size: number) {
    this.bytes = new Uint8Array(size)
  }

  byte(value: number): void {
    if (this.at >= this.bytes.length) throw wrong(`more than ${this.bytes.length} bytes`)
    this.bytes[this.at++] = value
  }

  block(values: Uint8Array): void {
    if (this.at + values.length > this.bytes.length) throw wrong(`more than ${this.bytes.length} bytes`)
    this.bytes.set(values, this.at)
    this.at += values.length
  }

  /** `length` bytes again, from `distance` back; they may overlap with themselves. */
  again(distance: number, length: number): void {
    if (distance > this.at) throw wrong('a reference to before the beginning')
    if (this.at + length > this.bytes.length) throw wrong(`more than ${this.bytes.length} bytes`)
    for (let i = 0; i < length; i++) this.bytes[this.at] = this.bytes[this.at++ - distance]!
  }
}

const longestCode = 15

/** A canonical Huffman code: how many symbols have each length, and the symbols by their codes. */
interface Code {
  readonly counts: Uint16Array
  readonly symbols: Uint16Array
}

function codeOf(lengths: readonly number[]): Code {
  const counts = new Uint16Array(longestCode + 1)
  for (const length of lengths) counts[length]!++
  let left = 1
  for (let length = 1; length <= longestCode; length++) {
    left = (left << 1) - counts[length]!
    if (left < 0) throw wrong('codes that contradict each other')
  }
  const offsets = new Uint16Array(longestCode + 2)
  for (let length = 1; length <= longestCode; length++) offsets[length + 1] = offsets[length]! + counts[length]!
  const symbols = new Uint16Array(lengths.length)
  for (const [symbol, length] of lengths.entries()) if (length > 0) symbols[offsets[length]!++] = symbol
  counts[0] = 0
  return { counts, symbols }
}

const repeat = (length: number, times: number) => Array<number>(times).fill(length)
const fixedLengths = codeOf([...repeat(8, 144), ...repeat(9, 112), ...repeat(7, 24), ...repeat(8, 8)])
const fixedDistances = codeOf(repeat(5, 30))

/** The tables of section 3.2.5: what a length or distance begins at, and how many bits follow. */
const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const distanceBits = Array.from({ length: 30 }, (_, i) => Math.max(0, (i >> 1) - 1))
const distanceBase = distanceBits.map((_, i) => 1 + distanceBits.slice(0, i).reduce((sum, bits) => sum + 2 ** bits, 0))
const codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

function copyStored(input: BitReader, out: Output): void {
  const [low, high, notLow, notHigh] = input.take(4) as unknown as [number, number, number, number]
  const length = low | (high << 8)
  if (length !== (~(notLow | (notHigh << 8)) & 0xffff)) throw wrong('a length that contradicts itself')
  out.block(input.take(length))
}

function readCodes(input: BitReader): [lengths: Code, distances: Code] {
  const [lengthCount, distanceCount, orderCount] = [input.bits(5) + 257, input.bits(5) + 1, input.bits(4) + 4]
  const codeLengths = repeat(0, 19)
  for (let i = 0; i < orderCount; i++) codeLengths[codeOrder[i]!] = input.bits(3)
  const code = codeOf(codeLengths)
  const lengths: number[] = []
  while (lengths.length < lengthCount + distanceCount) {
    const symbol = input.symbol(code)
    if (symbol < 16) lengths.push(symbol)
    else if (symbol === 16) lengths.push(...repeat(lengths.at(-1) ?? outOfPlace(), 3 + input.bits(2)))
    else lengths.push(...repeat(0, symbol === 17 ? 3 + input.bits(3) : 11 + input.bits(7)))
  }
  if (lengths.length > lengthCount + distanceCount) outOfPlace()
  return [codeOf(lengths.slice(0, lengthCount)), codeOf(lengths.slice(lengthCount))]
}

function outOfPlace(): never {
  throw wrong('a repetition out of place')
}

function copyCoded(input: BitReader, out: Output, lengths: Code, distances: Code): void {
  for (;;) {
    const symbol = input.symbol(lengths)
    if (symbol === 256) return
    if (symbol < 256) {
      out.byte(symbol)
      continue
    }
    const length = (lengthBase[symbol - 257] ?? outOfPlace()) + input.bits(lengthBits[symbol - 257]!)
    const far = input.symbol(distances)
    out.again((distanceBase[far] ?? outOfPlace()) + input.bits(distanceBits[far]!), length)
  }
}
