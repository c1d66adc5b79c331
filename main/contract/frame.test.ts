import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameError, decodeFrame, encodeFrame } from './frame'

const typedArray = fc.oneof(
  fc.uint8Array(),
  fc.int32Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc.uint8Array().map((bytes) => bytes.slice().buffer),
)
const plain = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null))
const message = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    plain,
    typedArray,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('node'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).node

test('any message comes back as it was, wherever its frame lies in memory', () => {
  fc.assert(
    fc.property(message, fc.integer({ min: 0, max: 9 }), (value, offset) => {
      const frame = encodeFrame(value)
      const larger = new Uint8Array(frame.length + offset)
      larger.set(frame, offset)
      expect(decodeFrame(larger.subarray(offset))).toEqual(value)
    }),
  )
})

test('arrays are read in place', () => {
  const frame = encodeFrame({ a: new Float64Array(3) })
  expect((decodeFrame(frame) as { a: Float64Array }).a.buffer).toBe(frame.buffer)
})

test('a frame with any byte changed is read or refused, and changes nothing else', () => {
  const frame = encodeFrame({ type: 'call', input: { values: Float32Array.of(1, 2, 3), more: [Uint8Array.of(1)] } })
  fc.assert(
    fc.property(fc.nat(frame.length - 1), fc.nat(255), fc.nat(frame.length), (at, byte, length) => {
      const broken = frame.slice(0, length)
      if (at < length) broken[at] = byte
      try {
        decodeFrame(broken)
      } catch (error) {
        expect(error).toBeInstanceOf(FrameError)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a section cannot be placed on the prototype of all objects', () => {
  const head = new TextEncoder().encode('[{"a":{}},[[["a","__proto__"],"Uint8Array",0,0]]]')
  const frame = new Uint8Array(8 + head.length + 16)
  frame.set(encodeFrame(null).subarray(0, 4))
  new DataView(frame.buffer).setUint32(4, head.length, true)
  frame.set(head, 8)
  expect(() => decodeFrame(frame)).toThrow(FrameError)
})
