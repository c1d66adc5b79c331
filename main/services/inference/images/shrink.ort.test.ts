/** Images made smaller before they reach the network look to it as its own letterbox makes them. */
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import { collectBytes } from '../../../../graph-core/byte-stream'
import { type Size, letterbox } from '../../../../graph-core/onnx/programs/letterbox-geometry'
import { letterboxModel, letterboxNumbers } from '../../../../graph-core/onnx/programs/letterbox-program'
import { encodeModel } from '../../../../graph-core/onnx/protobuf/encode'
import type { Pixels } from './image'
import { noise, resized, shrunk } from './shrink'

const session = InferenceSession.create(await collectBytes(encodeModel(letterboxModel('float32'))))

/** What the network sees of an image as it is, and of the same image at the size it has on the canvas; in levels of 255. */
async function seen(pixels: Pixels, canvas: Size) {
  const place = letterbox([pixels.height, pixels.width], canvas, { fit: 'pad', multipleOf: null })
  const numbers = Object.entries(letterboxNumbers(place)).map(
    ([name, values]) => [name, new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length])] as const,
  )
  const through = async ({ data, height, width }: Pixels) => {
    const { images } = await (await session).run({ image: new Tensor('uint8', data, [height, width, 3]), ...Object.fromEntries(numbers) })
    return Array.from(images!.data as Float32Array, (value) => Math.round(255 * value))
  }
  return { whole: await through(pixels), small: await through(resized(pixels, place.scaled)), scaled: place.scaled }
}

describe('gives the letterbox what it would make itself of', () => {
  test.each([
    ['a photograph’s shape', [900, 1600], [640, 640]],
    ['odd sides', [701, 333], [224, 160]],
    ['one pixel', [1, 1], [64, 64]],
    ['a line', [1, 1201], [64, 96]],
    ['a column', [1201, 1], [96, 64]],
    ['an image that grows', [30, 41], [128, 128]],
    ['an image that fits as it is', [64, 96], [64, 96]],
    ['a side of two', [2, 3], [32, 32]],
    ['a hair too large', [641, 641], [640, 640]],
  ] as const)('%s', async (_, size, canvas) => {
    const { whole, small } = await seen(noise(size), canvas)
    const apart = whole.map((value, i) => Math.abs(value - small[i]!))
    // Halves are rounded to even there and up here; sums of floats may fall to either side.
    const most = apart.reduce((max, value) => Math.max(max, value), 0)
    const share = apart.filter((value) => value > 0).length / apart.length
    expect([most <= 1, share < 0.02]).toEqual([true, true])
  })
})

describe('at a size', () => {
  const image = (width: number, ...data: number[]): Pixels => ({ data: Uint8Array.from(data), width, height: data.length / 3 / width })

  test('is what lies between the centres of pixels', () => {
    const row = image(4, 0, 0, 0, 100, 10, 1, 200, 20, 2, 40, 30, 3)
    // Of four pixels two: each lies midway between two of them.
    expect([...resized(row, [1, 2]).data]).toEqual([50, 5, 1, 120, 25, 3])
  })

  test('repeats the edge beyond the outermost centres', () => {
    expect([...resized(image(2, 0, 0, 0, 100, 100, 100), [1, 4]).data].filter((_, i) => i % 3 === 0)).toEqual([0, 25, 75, 100])
  })

  test('one pixel fills any size', () => {
    expect(new Set(resized(image(1, 7, 7, 7), [5, 3]).data)).toEqual(new Set([7]))
  })

  test('its own size changes nothing', () => {
    const pixels = noise([13, 7])
    expect(resized(pixels, [13, 7])).toEqual(pixels)
  })

  test('one that is even stays even, down to one pixel', () => {
    const grey: Pixels = { data: new Uint8Array(3 * 999 * 501).fill(114), width: 999, height: 501 }
    expect(resized(grey, [1, 1])).toEqual({ data: Uint8Array.of(114, 114, 114), width: 1, height: 1 })
  })
})

describe('only large images are made smaller', () => {
  test('one of few pixels is handed on as it is', () => {
    const pixels = noise([2000, 2000])
    expect(shrunk(pixels, [640, 640])).toBe(pixels)
  })
  test('one of many has the size that is asked for', () => {
    const { data, width, height } = shrunk(noise([2000, 2001]), [64, 65])
    expect([data.length, width, height]).toEqual([3 * 64 * 65, 65, 64])
  })
  test('but never larger: a canvas of more pixels leaves it alone', () => {
    const pixels = noise([1, 4_000_001])
    expect(shrunk(pixels, [2, 2_000_001])).toBe(pixels)
  })
})
