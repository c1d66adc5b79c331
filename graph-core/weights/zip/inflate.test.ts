import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { randomOf } from '../tests/mutate'
import { inflate } from './inflate'

const random = randomOf(7)
const noise = Uint8Array.from({ length: 100_000 }, () => random(256))
const text = Buffer.from('weights of a model, '.repeat(5000) + 'and an end')
const weights = new Uint8Array(Float32Array.from({ length: 30_000 }, (_, i) => Math.fround(Math.sin(i))).buffer)

test.each([
  ['noise', noise, 9],
  ['text', text, 9],
  ['text, fast', text, 1],
  ['text, stored', text, 0],
  ['weights', weights, 6],
  ['nothing', new Uint8Array(0), 6],
  ['a byte', Uint8Array.of(7), 6],
])('%s packed by zlib comes out as it went in', (_, bytes, level) => {
  expect(Buffer.from(inflate(deflateRawSync(bytes, { level }), bytes.length)).equals(Buffer.from(bytes))).toBe(true)
})

test.each([
  ['more than was said', deflateRawSync(text), text.length - 1],
  ['less than was said', deflateRawSync(text), text.length + 1],
  ['an end too early', deflateRawSync(text).subarray(0, 100), text.length],
  ['a kind of block that is none', Uint8Array.of(0x07), 1],
  ['no bytes', new Uint8Array(0), 0],
])('refuses %s', (_, packed, size) => {
  expect(() => inflate(packed, size)).toThrow(expect.objectContaining({ code: 'bad-deflate' }) as Error)
})
