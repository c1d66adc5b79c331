/**
 * Every task against the library itself, in stages: what the letterbox makes of an image; what is found from PyTorch's own letterboxed tensor, which
 * is an image that the letterbox leaves as it is; and from the image. tests/make_tasks.py ran the libraries.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { collectBytes } from '../../../graph-core/byte-stream'
import { letterboxModel, letterboxNumbers } from '../../../graph-core/onnx/programs/letterbox-program'
import { encodeModel } from '../../../graph-core/onnx/protobuf/encode'
import { centreCrop } from './images/centre-crop'
import type { Pixels } from './images/image'
import { type Inference, createInference } from './inference'
import { testStarter } from './tests/inference-program'
import { classDistance, distancesOf, expectedOf, maskDistance, pairs, placeOf, readPixels, taskJob } from './tests/tasks'

const names = [
  ...['yolov5', 'yolov5-seg', 'yolov8', 'yolov8-seg', 'yolov8-pose', 'yolov8-obb', 'yolov8-cls', 'yolov8-world', 'yolov10'],
  ...['yolo11', 'yolo11-seg', 'yolo26', 'yolo26-seg', 'yolo26-pose', 'yolo26-obb', 'rtdetr', 'yolov8-seg-8.3', 'rtdetr-8.3'],
]
const images = ['cat', 'wide', 'tall']

/** How far two pictures are apart at most, in levels, and at how many places. */
function levels(a: Pixels, b: Pixels): { most: number; share: number } {
  expect([a.width, a.height]).toEqual([b.width, b.height])
  const differences = a.data.map((value, i) => Math.abs(value - b.data[i]!))
  return { most: Math.max(...differences), share: differences.filter((d) => d > 0).length / differences.length }
}

async function letterboxed(pixels: Pixels, fit: 'pad' | 'stretch'): Promise<Pixels> {
  const place = placeOf(pixels, { imgsz: 192 }, fit)
  const program = await InferenceSession.create(await collectBytes(encodeModel(letterboxModel())))
  const numbers = Object.entries(letterboxNumbers(place)).map(
    ([name, values]) => [name, new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length])] as const,
  )
  const image = new Tensor('uint8', pixels.data, [pixels.height, pixels.width, 3])
  const { images } = await program.run({ image, ...Object.fromEntries(numbers) })
  const [height, width] = place.canvas
  const planes = images!.data as Float32Array
  const data = Uint8Array.from({ length: planes.length }, (_, i) => Math.round(planes[(i % 3) * height * width + Math.floor(i / 3)]! * 255))
  return { data, width, height }
}

describe.each(images)('%s as a network reads it', (image) => {
  test.each(['pad', 'stretch'] as const)('is within a level of what OpenCV makes of it: %s', async (fit) => {
    const difference = levels(await letterboxed(await readPixels(`${image}.png`), fit), await readPixels(`${image}.${fit}.png`))
    expect(difference.most).toBeLessThanOrEqual(1)
    expect(difference.share).toBeLessThan(0.2)
  })

  test('and to be classified, is what Pillow makes of it', async () => {
    const difference = levels(centreCrop(await readPixels(`${image}.png`), [192, 192]), await readPixels(`${image}.crop.png`))
    expect(difference.most).toBeLessThanOrEqual(1)
    expect(difference.share).toBeLessThan(0.001)
  })
})

/** Whether it is what a letterbox made of an image. */
const isCanvas = (image: string) => image.includes('.')

let inference: Inference
beforeAll(async () => {
  inference = createInference({ starter: await testStarter() })
})
afterAll(() => inference.close())

describe.each(names)('%s', (name) => {
  const expected = expectedOf(name)

  test.each(Object.keys(expected.found))('%s', async (image) => {
    const limits = { score: isCanvas(image) ? 1e-4 : 5e-3, box: 0.01, points: 0.5, mask: 0.02 }
    const { result, issues } = await inference.run(taskJob(name, image, expected))
    expect(issues.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(result!.task).toBe(expected.task)
    const wanted = expected.found[image]!
    if (expected.task === 'classify') {
      expect(classDistance(result!.classes!, wanted)).toBeLessThanOrEqual(limits.score)
      return
    }
    const { alone, together } = pairs(result!.detections, wanted, expected.conf, limits.score)
    expect(alone).toEqual([])
    const { score, box, points } = distancesOf(together)
    const mask = expected.task === 'segment' && wanted.length > 0 ? await masksOf(image, together) : 0
    expect(Object.entries({ score, box, points, mask }).filter(([key, value]) => !(value <= limits[key as keyof typeof limits]))).toEqual(
      [],
    )
  })

  async function masksOf(image: string, together: ReturnType<typeof pairs>['together']): Promise<number> {
    const [masks, pixels] = [await readPixels(`${name}.${image}.masks.png`), await readPixels(`${image}.png`)]
    const place = placeOf(pixels, expected)
    const wanted = expected.found[image]!
    const distances = together.map(([found, e]) => maskDistance(masks, wanted.indexOf(e), found.outline!, place, name.startsWith('yolov5')))
    return Math.max(0, ...distances)
  }
})
