/** NMS behind a network: against the rule in plain words, and against PyTorch on the same boxes. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import { findPython, withoutTorch } from '../../../scripts/environment.mjs'
import { collectBytes } from '../../byte-stream'
import { exportModel } from '../model-export'
import type { ModelProto } from '../model'
import { encodeModel } from '../protobuf/encode'
import { type Array32, distance, modelOf, noise, runOnnx } from '../tests/run-onnx'
import { openWholeModel, wholeModels } from '../tests/whole-models'
import { withSuppression } from './suppress-program'
import { type CrowdedForm, suppression, suppressionOf } from './suppression'

type Dims = readonly (number | string)[]

/** A network that gives back what it is given, with NMS behind it. */
function suppressing(form: CrowdedForm, dims: Dims, opset = 17): ModelProto {
  const type = { dataType: 'float32', dims } as const
  return withSuppression(
    {
      irVersion: 8,
      opsets: [{ version: opset }],
      graph: {
        name: 'given',
        nodes: [{ opType: 'Identity', inputs: ['images'], outputs: ['output0'] }],
        initializers: [],
        inputs: [{ name: 'images', ...type }],
        outputs: [{ name: 'output0', ...type }],
      },
    },
    form,
  )
}

const sessions = new Map<string, Promise<InferenceSession>>()

async function suppress(form: CrowdedForm, x: Array32, opset = 17): Promise<Array32> {
  const dims = form.layout === 'places' ? ['n', x.shape[1]!, 'places'] : ['n', 'places', x.shape[2]!]
  const key = JSON.stringify([form, dims, opset])
  const open = async () => InferenceSession.create(await collectBytes(encodeModel(suppressing(form, dims, opset))))
  if (!sessions.has(key)) sessions.set(key, open())
  const { output0 } = await (await sessions.get(key)!).run({ images: new Tensor('float32', Float32Array.from(x.data), x.shape) })
  return { shape: output0!.dims, data: output0!.data as Float32Array }
}

/** The rows of one image that are not all zeros. */
function found({ shape, data }: Array32, image = 0): number[][] {
  const [, rows, width] = shape as [number, number, number]
  const all = Array.from({ length: rows }, (_, r) => Array.from({ length: width }, (_, c) => data[(image * rows + r) * width + c]!))
  return all.filter((row) => row.some((v) => v !== 0))
}

const f32 = Math.fround
const { conf, iou, most } = suppression

/** A box of the rule: two corners, score, class, and what follows. */
type Row = readonly number[]

/** By falling score, each box that no chosen box of its class overlaps by more than `iou`. */
function plainRule(rows: readonly Row[]): Row[] {
  const chosen: Row[] = []
  for (const row of rows.filter((r) => r[4]! > f32(conf)).sort((a, b) => b[4]! - a[4]!)) {
    if (chosen.length < most && chosen.every((c) => c[5] !== row[5] || overlap(c, row) <= f32(iou))) chosen.push(row)
  }
  return chosen
}

function overlap(a: Row, b: Row): number {
  const span = (i: 0 | 1) => Math.max(0, Math.min(a[i + 2]!, b[i + 2]!) - Math.max(a[i]!, b[i]!))
  const area = (r: Row) => (r[2]! - r[0]!) * (r[3]! - r[1]!)
  const both = span(0) * span(1)
  return f32(both / (area(a) + area(b) - both))
}

// Sides in whole even pixels, so that corners and shifts by class are exact; scores all different, so that there is one order.
const even = (max: number) => fc.integer({ min: 1, max: max / 2 }).map((n) => 2 * n)
const candidate = fc.record({
  box: fc.tuple(even(200), even(200), even(160), even(160)),
  scores: fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999)),
  extra: fc.tuple(fc.nat(9), fc.nat(9)),
})
const image = fc.array(candidate, { minLength: 1, maxLength: 60 })
const crowd = fc.record({ images: fc.array(image, { minLength: 1, maxLength: 3 }), layout: fc.constantFrom('places', 'anchors') })

test('chooses in each image of a batch what the plain rule chooses, in its order, and carries along what belongs to it', async () => {
  await fc.assert(
    fc.asyncProperty(crowd, async ({ images, layout }) => {
      const places = Math.max(...images.map((all) => all.length))
      const score = (s: number, place: number, c: number) => f32((s + (3 * place + c) / 1000) / 1001)
      const numbers = images.map((all) =>
        Array.from({ length: places }, (_, i) => {
          const { box, scores, extra } = all[i] ?? { box: [0, 0, 0, 0], scores: [-1, -1, -1], extra: [0, 0] }
          const sure = layout === 'anchors' ? [1] : []
          return [...box, ...sure, ...scores.map((s, c) => (s < 0 ? 0 : score(s, i, c))), ...extra]
        }),
      )
      const width = numbers[0]![0]!.length
      const data = numbers.flatMap((rows) => (layout === 'places' ? rows[0]!.flatMap((_, c) => rows.map((row) => row[c]!)) : rows.flat()))
      const shape = layout === 'places' ? [images.length, width, places] : [images.length, places, width]
      const got = await suppress({ layout, classes: 3, isTurned: false }, { shape, data })
      expect(got.shape).toEqual([images.length, most, 8])
      images.forEach((all, n) => {
        const rows = all.map(({ box: [x, y, w, h], scores, extra }, i): Row => {
          const own = scores.map((s, c) => score(s, i, c))
          const best = Math.max(...own)
          return [x - w / 2, y - h / 2, x + w / 2, y + h / 2, best, own.indexOf(best), ...extra]
        })
        expect(found(got, n)).toEqual(plainRule(rows))
      })
    }),
    { numRuns: 100 },
  )
})

test.each([13, 17, 18, 21])('is the same program in operator set %i', async (opset) => {
  const box = (x: number, best: number) => [x, 50, 20, 20, best, 0.1]
  const rows = [box(50, 0.5), box(52, 0.9), box(90, 0.3), box(20, 0.2)]
  const x = { shape: [1, 6, 4], data: rows[0]!.flatMap((_, c) => rows.map((row) => row[c]!)) }
  const upright = found(await suppress({ layout: 'places', classes: 2, isTurned: false }, x, opset))
  expect(upright.map((row) => [row[0], row[2], row[4], row[5]])).toEqual([
    [42, 62, f32(0.9), 0],
    [80, 100, f32(0.3), 0],
  ])
  const turned = found(await suppress({ layout: 'places', classes: 1, isTurned: true }, x, opset))
  expect(turned.map((row) => row.slice(0, 6))).toEqual([
    [52, 50, 20, 20, f32(0.9), 0],
    [90, 50, 20, 20, f32(0.3), 0],
  ])
})

test('an image with nothing above the threshold gives zeros, and one with more than 300 boxes the 300 best', async () => {
  const n = 400
  const columns = [(i: number) => 100 * i, () => 50, () => 20, () => 20, (i: number) => 0.5 + i / 1000]
  const many = { shape: [1, 5, n], data: columns.flatMap((of) => Array.from({ length: n }, (_, i) => of(i))) }
  const form: CrowdedForm = { layout: 'places', classes: 1, isTurned: false }
  const rows = found(await suppress(form, many))
  expect([rows.length, rows[0]![4], rows.at(-1)![4]]).toEqual([most, f32(0.899), f32(0.6)])
  const few = await suppress(form, { shape: [1, 5, 2], data: [9, 9, 9, 9, 4, 4, 4, 4, conf, NaN] })
  expect([few.shape, found(few)]).toEqual([[1, most, 5 + 1], []])
})

/** The largest difference between rows, relative to the largest number; infinite where they are not as many. */
function apart(got: readonly Row[], expected: readonly Row[]): number {
  const array = (rows: readonly Row[]): Array32 => ({ shape: [rows.length, rows[0]?.length ?? 0], data: rows.flat() })
  return distance(array(got), array(expected))
}

/** Predictions of crowds: boxes around a few centres, so that many overlap, with scores and an angle. */
function crowdOf(seed: number, classes: number, places: number): Array32 {
  const random = noise([1 + 4 * places + (classes + 1) * places], seed).data
  let at = 0
  const next = () => random[at++]!
  const centres = Array.from({ length: 6 }, (_, i) => 100 + 60 * i)
  const rows = [
    Array.from({ length: places }, (_, i) => centres[i % 6]! + 12 * next()),
    Array.from({ length: places }, (_, i) => centres[(i * 5) % 6]! + 12 * next()),
    Array.from({ length: places }, () => 60 + 30 * next()),
    Array.from({ length: places }, () => 40 + 30 * next()),
    ...Array.from({ length: classes }, () => Array.from({ length: places }, () => 0.5 + 0.5 * next())),
    Array.from({ length: places }, () => Math.PI * (0.25 + 0.5 * next())),
  ]
  return { shape: [1, rows.length, places], data: Float32Array.from(rows.flat()) }
}

describe.skipIf(withoutTorch)('in PyTorch', () => {
  test('the same boxes are suppressed, upright and turned', async () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8]
    const cases = seeds.flatMap((seed) =>
      [false, true].map((isTurned) => ({ x: crowdOf(seed, 1 + (seed % 3), 200), classes: 1 + (seed % 3), isTurned })),
    )
    const program = fileURLToPath(new URL('tests/suppress.py', import.meta.url))
    const jobs = cases.map(({ x, classes, isTurned }) => ({ shape: x.shape, data: Array.from(x.data), classes, turned: isTurned }))
    const input = JSON.stringify({ ...suppression, jobs })
    const { status, stdout, stderr } = spawnSync(findPython(), [program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 })
    expect([status, stderr]).toEqual([0, ''])
    const answers = JSON.parse(stdout) as number[][][][]
    const counts = answers.map(([rows]) => rows!.length)
    expect([Math.min(...counts) > 10, Math.max(...counts) < 190]).toEqual([true, true])
    const distances = await Promise.all(
      cases.map(async ({ x, classes, isTurned }, i) =>
        apart(found(await suppress({ layout: 'places', classes, isTurned }, x)), answers[i]![0]!),
      ),
    )
    expect(distances.filter((d) => !(d < 1e-6))).toEqual([])
  })
})

describe('whole models', () => {
  const crowded = wholeModels.filter((name) => /^(detect|segment-|pose-|obb-|world)/.test(name))

  test.each(crowded)('%s gives what suppressing its own predictions gives: fixed, free, and in half precision', async (name) => {
    const { model, weights, inputs, imgsz } = await openWholeModel(name)
    const form = suppressionOf(model) as CrowdedForm
    const file = (options: object) => modelOf(exportModel(name, model, weights.source, { imgsz, ...options }))
    const plain = await runOnnx(file({}), inputs)
    const expected = await suppress(form, plain.output0!)
    const rows = Math.min(most, form.layout === 'places' ? plain.output0!.shape[2]! : plain.output0!.shape[1]!)
    const fixed = await runOnnx(file({ nms: true }), inputs)
    const free = await runOnnx(file({ nms: true, dynamic: true }), inputs)
    expect(found(expected).length).toBeGreaterThan(3)
    expect([fixed.output0!.shape[1], free.output0!.shape[1], free.output0!.shape[2]]).toEqual([rows, most, expected.shape[2]])
    expect(apart(found(fixed.output0!), found(expected))).toBeLessThan(1e-4)
    expect(apart(found(free.output0!), found(expected))).toBeLessThan(1e-4)
    expect(Object.keys(fixed)).toEqual(Object.keys(plain))

    const half = await runOnnx(file({ half: true }), inputs)
    const halfFound = await runOnnx(file({ half: true, nms: true }), inputs)
    expect(apart(found(halfFound.output0!), found(await suppress(form, half.output0!)))).toBeLessThan(1e-4)
  })

  test.each(wholeModels.filter((name) => !crowded.includes(name)))('%s has nothing to suppress, and says so', async (name) => {
    const { model, weights, imgsz } = await openWholeModel(name)
    const result = exportModel(name, model, weights.source, { imgsz, nms: true })
    expect(result.ok ? [] : result.issues.map(({ code, where }) => [code, where.row])).toEqual([['onnx.no-nms', model.rows.length - 1]])
  })
})
