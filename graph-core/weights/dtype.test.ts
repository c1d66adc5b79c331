import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toFloat32 } from './dtype'

const bytesOf = (values: Uint16Array | BigInt64Array | BigUint64Array | Float64Array | Float32Array | Uint8Array) =>
  new Uint8Array(values.buffer)
const bitsOf = (values: Float32Array) => [...new Uint32Array(values.buffer)]

/** A float16 by its definition, in plain arithmetic. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}

const all16 = Uint16Array.from({ length: 65_536 }, (_, i) => i)

test('every float16 there is becomes the number it stands for', () => {
  expect(toFloat32('F16', bytesOf(all16))).toEqual(Float32Array.from(all16, half))
})

test('a float16 NaN keeps its sign and payload', () => {
  expect(bitsOf(toFloat32('F16', bytesOf(Uint16Array.of(0x7e00, 0xfe00, 0x7c01))))).toEqual([0x7fc00000, 0xffc00000, 0x7f802000])
})

test('every bfloat16 there is becomes the upper half of a float32', () => {
  expect(bitsOf(toFloat32('BF16', bytesOf(all16)))).toEqual([...all16].map((bits) => bits * 65_536))
})

test('float32 values keep every bit, and a change of the copy leaves the source alone', () => {
  const source = Float32Array.of(1.5, -0, 1e-45, Infinity)
  const copy = toFloat32('F32', bytesOf(source))
  const before = bitsOf(copy)
  copy.fill(7)
  expect({ before, source: bitsOf(source) }).toEqual({
    before: [0x3fc00000, 0x80000000, 1, 0x7f800000],
    source: [0x3fc00000, 0x80000000, 1, 0x7f800000],
  })
})

test('float64 values are rounded to the nearest float32', () => {
  expect([...toFloat32('F64', bytesOf(Float64Array.of(0.1, 1e300, -1e-300)))]).toEqual([Math.fround(0.1), Infinity, -0])
})

test('a 64-bit integer is rounded once: just above a tie it goes up', () => {
  const tie = 2n ** 62n + 2n ** 38n // half way between two float32, whose distance here is 2^39
  expect([...toFloat32('I64', bytesOf(BigInt64Array.of(tie, tie + 1n, -tie - 1n, 2n ** 40n + 1n)))]).toEqual([
    2 ** 62,
    2 ** 62 + 2 ** 39,
    -(2 ** 62) - 2 ** 39,
    2 ** 40,
  ])
})

test('the largest unsigned 64-bit integer rounds to 2^64', () => {
  expect([...toFloat32('U64', bytesOf(BigUint64Array.of(2n ** 64n - 1n, 7n)))]).toEqual([2 ** 64, 7])
})

test('a boolean is 0 or 1 whatever byte stands for it', () => {
  expect([...toFloat32('BOOL', Uint8Array.of(0, 1, 255))]).toEqual([0, 1, 1])
})

test('values may begin at any byte', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true })), fc.nat(7), (values, offset) => {
      const bytes = new Uint8Array(offset + 4 * values.length)
      bytes.set(bytesOf(Float32Array.from(values)), offset)
      expect([...toFloat32('F32', bytes.subarray(offset))]).toEqual(values)
    }),
  )
})
