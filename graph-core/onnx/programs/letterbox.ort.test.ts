import fc from 'fast-check'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withoutTorch } from '../../../scripts/environment.mjs'
import { runTorch } from '../../../tests/run-torch'
import { collectBytes } from '../../byte-stream'
import { encodeModel } from '../protobuf/encode'
import { type Letterbox, type Size, boxInImage, letterbox, roundUp } from './letterbox-geometry'
import { letterboxModel, letterboxNumbers } from './letterbox-program'

const rect = { fit: 'pad', multipleOf: 32 } as const
const whole = { fit: 'pad', multipleOf: null } as const
const stretch = { fit: 'stretch', multipleOf: null } as const

describe('where an image lies on the canvas', () => {
  // What Ultralytics' LetterBox gives for these sizes.
  test.each([
    [[1080, 1920], rect, { scaled: [360, 640], offset: [12, 0], canvas: [384, 640] }],
    [[1080, 1920], whole, { scaled: [360, 640], offset: [140, 0], canvas: [640, 640] }],
    [[300, 451], rect, { scaled: [426, 640], offset: [11, 0], canvas: [448, 640] }],
    [[451, 300], rect, { scaled: [640, 426], offset: [0, 11], canvas: [640, 448] }],
    [[640, 640], rect, { scaled: [640, 640], offset: [0, 0], canvas: [640, 640] }],
    [[20, 10], rect, { scaled: [640, 320], offset: [0, 0], canvas: [640, 320] }],
    [[333, 500], whole, { scaled: [426, 640], offset: [107, 0], canvas: [640, 640] }],
    [[2, 4000], rect, { scaled: [1, 640], offset: [15, 0], canvas: [32, 640] }],
    [[300, 451], stretch, { scaled: [640, 640], offset: [0, 0], canvas: [640, 640] }],
  ] as const)('%j %j', (image, options, place) => {
    expect(letterbox(image, [640, 640], options)).toEqual({ fit: options.fit, image, ...place })
  })

  test('an odd pixel goes below', () => {
    expect(letterbox([301, 640], [640, 640], rect)).toMatchObject({ scaled: [301, 640], offset: [9, 0], canvas: [320, 640] })
  })

  test('a size that strides do not divide is rounded up', () => {
    expect([roundUp([639, 1], 32), roundUp([640, 65], 64)]).toEqual([
      [640, 32],
      [640, 128],
    ])
  })
})

const side = fc.integer({ min: 1, max: 3000 })
const size = fc.tuple(side, side)
const options = fc.constantFrom(rect, whole, stretch)

test('whatever its size, an image lies inside a canvas the network takes', () => {
  fc.assert(
    fc.property(size, options, (image, how) => {
      const { scaled, offset, canvas } = letterbox(image, [640, 640], how)
      for (const axis of [0, 1] as const) {
        expect(scaled[axis]).toBeGreaterThan(0)
        expect(offset[axis]).toBeGreaterThanOrEqual(0)
        expect(offset[axis] + scaled[axis]).toBeLessThanOrEqual(canvas[axis])
        expect([canvas[axis] % 32, canvas[axis] <= 640]).toEqual([0, true])
      }
    }),
  )
})

test('a box finds back to where it came from, to within the rounding of the size', () => {
  fc.assert(
    fc.property(
      size,
      options,
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
      (image, how, [u, v]) => {
        const place = letterbox(image, [640, 640], how)
        const onCanvas = (part: number, axis: 0 | 1) => place.offset[axis] + part * place.scaled[axis]
        const [x1, y1] = boxInImage([onCanvas(u, 1), onCanvas(v, 0), 640, 640], place, 'pixels')
        const pixel = (axis: 0 | 1) => image[axis] / place.scaled[axis] + 1e-6 // half a canvas pixel on each side
        expect(Math.abs(x1 - u * image[1])).toBeLessThanOrEqual(pixel(1))
        expect(Math.abs(y1 - v * image[0])).toBeLessThanOrEqual(pixel(0))
      },
    ),
  )
})

test('boxes in parts of the canvas, and those beyond it', () => {
  const place = letterbox([300, 451], [640, 640], stretch)
  expect(boxInImage([0.5, 0.5, 2, -1], place, 'parts')).toEqual([225.5, 150, 902, -300])
  expect(boxInImage([320, 320, 1280, -640], { ...place, fit: 'pad', image: [640, 640] }, 'pixels')).toEqual([320, 320, 640, 0])
})

/** Pixels that depend on the seed alone: noise, the hardest case for resizing. */
function pixels([height, width]: Size, seed: number): Uint8Array {
  let state = seed
  return Uint8Array.from({ length: 3 * height * width }, () => (state = (Math.imul(state, 1664525) + 1013904223) | 0) >>> 24)
}

describe('the program', () => {
  let session: InferenceSession
  beforeAll(async () => {
    session = await InferenceSession.create(await collectBytes(encodeModel(letterboxModel())))
  })
  afterAll(() => session.release())

  async function run(image: Uint8Array, place: Letterbox) {
    const numbers = Object.entries(letterboxNumbers(place)).map(
      ([name, values]) => [name, new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length])] as const,
    )
    const { images } = await session.run({ image: new Tensor('uint8', image, [...place.image, 3]), ...Object.fromEntries(numbers) })
    return { shape: images!.dims, levels: Array.from(images!.data as Float32Array, (value) => value * 255) }
  }

  test.skipIf(withoutTorch)('gives every pixel as PyTorch resizes it, to within one level', async () => {
    const places = ([[216, 384], [300, 451], [97, 33], [320, 320], [31, 700]] as const).map((image) => letterbox(image, [320, 320], rect)) // prettier-ignore
    const images = places.map(({ image }, i) => pixels(image, i + 1))
    const expected = runTorch(
      places.map(({ image, scaled: [h, w], offset: [top, left], canvas }, i) => ({
        expression: `F.pad(F.interpolate(x0.permute(2, 0, 1)[None], size=(${h}, ${w}), mode='bilinear', align_corners=False).round(), (${left}, ${canvas[1] - left - w}, ${top}, ${canvas[0] - top - h}), value=114)`,
        inputs: [{ shape: [...image, 3], data: images[i]! }],
      })),
    )
    for (const [i, place] of places.entries()) {
      const { shape, levels } = await run(images[i]!, place)
      const off = levels.map((level, j) => Math.abs(level - expected[i]!.data[j]!))
      expect(shape).toEqual(expected[i]!.shape)
      expect(off.reduce((a, b) => Math.max(a, b), 0)).toBeLessThan(1.001)
      expect(off.filter((d) => d > 1e-3).length / off.length).toBeLessThan(0.02) // halves that round the other way
    }
  })

  test('an image of the canvas’s size goes through as it is', async () => {
    const image = pixels([64, 96], 7)
    const { shape, levels } = await run(image, letterbox([64, 96], [96, 96], rect))
    const planes = Array.from({ length: 3 }, (_, c) => Array.from({ length: 64 * 96 }, (_, i) => image[3 * i + c]!)).flat()
    expect([shape, levels.map(Math.round)]).toEqual([[1, 3, 64, 96], planes])
  })
})
