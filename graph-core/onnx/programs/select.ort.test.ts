import fc from 'fast-check'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { collectBytes } from '../../byte-stream'
import type { HeadPredictions } from '../../symbolic'
import { encodeModel } from '../protobuf/encode'
import { isSuppressedInside, mostSelected, selectModel } from './select-program'

const forms = {
  places: { layout: 'places', box: 'xywh', unit: 'pixels', isCrowded: true, fit: 'pad', classes: 3 },
  anchors: { layout: 'anchors', box: 'xywh', unit: 'pixels', isCrowded: true, fit: 'pad', classes: 3 },
  best: { layout: 'best', box: 'xyxy', unit: 'pixels', isCrowded: false, fit: 'pad', classes: 3 },
  queries: { layout: 'queries', box: 'xywh', unit: 'parts', isCrowded: false, fit: 'stretch', classes: 3 },
} as const satisfies Record<string, HeadPredictions>

const sessions = new Map<HeadPredictions, Promise<InferenceSession>>()
const open = async (form: HeadPredictions) => InferenceSession.create(await collectBytes(encodeModel(selectModel(form))))

/** A candidate as [x1, y1, x2, y2, score, class]. */
type Row = readonly number[]

async function select(form: HeadPredictions, shape: readonly number[], values: readonly number[], conf: number, iou = 0.7) {
  if (!sessions.has(form)) sessions.set(form, open(form))
  const scalar = (v: number) => new Tensor('float32', Float32Array.of(v), [1])
  const { selected, highest } = await (
    await sessions.get(form)!
  ).run({
    predictions: new Tensor('float32', Float32Array.from(values), shape),
    conf: scalar(conf),
    ...(isSuppressedInside(form) ? { iou: scalar(iou) } : {}),
  })
  const data = Array.from(selected!.data as Float32Array)
  const width = selected!.dims[1]!
  const rows: Row[] = Array.from({ length: data.length / width }, (_, i) => data.slice(width * i, width * (i + 1)))
  return { rows, highest: (highest!.data as Float32Array)[0]! }
}

const f32 = Math.fround

/** The rule in plain words: by falling score, each box that no chosen box of its class overlaps by more than `iou`. Single precision, as everywhere. */
function reference(candidates: readonly Row[], conf: number, iou: number): Row[] {
  const chosen: Row[] = []
  for (const row of candidates.filter((r) => r[4]! > f32(conf)).sort((a, b) => b[4]! - a[4]!)) {
    if (chosen.length < mostSelected && chosen.every((c) => c[5] !== row[5] || overlap(c, row) <= f32(iou))) chosen.push(row)
  }
  return chosen
}

function overlap(a: Row, b: Row): number {
  const span = (i: 0 | 1) => Math.max(0, Math.min(a[i + 2]!, b[i + 2]!) - Math.max(a[i]!, b[i]!))
  const area = (r: Row) => (r[2]! - r[0]!) * (r[3]! - r[1]!)
  const both = span(0) * span(1)
  const either = area(a) + area(b) - both
  return either > 0 ? f32(both / either) : 0
}

// Sides in whole even pixels, so that corners and shifts by class are exact; scores all different, so that there is one order.
const even = (max: number) => fc.integer({ min: 1, max: max / 2 }).map((n) => 2 * n)
const candidate = fc.record({
  x: even(300),
  y: even(300),
  w: even(160),
  h: even(160),
  scores: fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999)),
})
const crowd = fc.array(candidate, { minLength: 1, maxLength: 60 })

test('chooses what the plain rule chooses, in its order', async () => {
  await fc.assert(
    fc.asyncProperty(crowd, fc.constantFrom(0, 0.25, 0.5, 0.9), fc.constantFrom(0.1, 0.45, 0.7, 1), async (boxes, conf, iou) => {
      const scores = boxes.map((b, i) => b.scores.map((s, c) => f32((s + (3 * i + c) / 1000) / 1001)))
      const values = [
        boxes.map((b) => b.x),
        boxes.map((b) => b.y),
        boxes.map((b) => b.w),
        boxes.map((b) => b.h),
        ...[0, 1, 2].map((c) => scores.map((s) => s[c]!)),
      ]
      const got = await select(forms.places, [1, 7, boxes.length], values.flat(), conf, iou)
      const rows = boxes.map((b, i) => {
        const best = Math.max(...scores[i]!)
        return [b.x - b.w / 2, b.y - b.h / 2, b.x + b.w / 2, b.y + b.h / 2, best, scores[i]!.indexOf(best)]
      })
      expect(got.rows).toEqual(reference(rows, conf, iou))
      expect(got.highest).toBe(Math.max(...scores.flat()))
    }),
    { numRuns: 150 },
  )
})

test('boxes of different classes do not suppress each other', async () => {
  const same = [50, 50, 50, 50, 20, 20, 20, 20]
  const { rows } = await select(forms.places, [1, 7, 2], [...same, 0.9, 0.1, 0.1, 0.8, 0.1, 0.1], 0.25)
  expect(rows.map((r) => r[5])).toEqual([0, 1])
})

test('keeps 300 at most', async () => {
  const n = 400
  const columns = [
    Array.from({ length: n }, (_, i) => 100 * i),
    Array<number>(n).fill(50),
    Array<number>(n).fill(20),
    Array<number>(n).fill(20),
  ]
  const scores = Array.from({ length: n }, (_, i) => f32(0.5 + i / 1000))
  const values = [...columns, scores, Array<number>(n).fill(0), Array<number>(n).fill(0)].flat()
  const { rows } = await select(forms.places, [1, 7, n], values, 0.25)
  expect([rows.length, rows[0]![4], rows.at(-1)![4]]).toEqual([300, scores[399], scores[100]])
})

test('finds nothing where nothing is above the threshold, and still tells the highest score', async () => {
  expect(await select(forms.places, [1, 7, 1], [9, 9, 4, 4, 0.1, 0.2, 0.05], 0.25)).toEqual({ rows: [], highest: f32(0.2) })
})

test('heads that answer each object once are cut at the threshold alone', async () => {
  const rows = [
    [0, 0, 10, 10, 0.5, 2],
    [0, 0, 10, 10, 0.75, 2],
    [5, 5, 6, 6, 0.125, 0],
  ]
  expect((await select(forms.best, [1, 3, 6], rows.flat(), 0.25)).rows).toEqual([rows[1], rows[0]])
})

test('queries have their best class, the best query first', async () => {
  const values = [
    [0.5, 0.5, 0.25, 0.5, 0.0625, 0.5, 0.25],
    [0.25, 0.25, 0.5, 0.5, 0.75, 0, 0],
    [0.5, 0.5, 1, 1, 0.125, 0.125, 0.125],
  ]
  expect((await select(forms.queries, [1, 3, 7], values.flat(), 0.25)).rows).toEqual([
    [0, 0, 0.5, 0.5, 0.75, 0],
    [0.375, 0.25, 0.625, 0.75, 0.5, 1],
  ])
})

test('anchors count a class as much as they are sure that something is there, whatever follows the classes', async () => {
  const masks = [7, -7]
  const values = [
    [50, 50, 20, 20, 0.5, 0.25, 1, 0.5, ...masks],
    [50, 52, 20, 20, 1, 0.125, 0.375, 0.25, ...masks],
    [90, 50, 20, 40, 0.25, 1, 0.5, 0.5, ...masks],
    [20, 20, 10, 10, 0.125, 1, 1, 1, ...masks],
  ]
  expect(await select(forms.anchors, [1, 4, 10], values.flat(), 0.2)).toEqual({
    rows: [
      [40, 40, 60, 60, 0.5, 1],
      [80, 30, 100, 70, 0.25, 0],
    ],
    highest: 0.5,
  })
})

test('what is said of a place besides goes with its box, multiplied as YOLOv5 does', async () => {
  const masks = { kind: 'masks', count: 2, cut: 'pixels' } as const
  const places = [50, 90, 50, 50, 20, 20, 20, 20, 0.25, 0.5, 0, 0, 0, 0, 7, 8, -7, -8]
  expect((await select({ ...forms.places, extra: masks }, [1, 9, 2], places, 0.2)).rows).toEqual([
    [80, 40, 100, 60, 0.5, 0, 8, -8],
    [40, 40, 60, 60, 0.25, 0, 7, -7],
  ])
  const anchors = [50, 50, 20, 20, 0.5, 0.25, 1, 0.5, 6, -6]
  expect((await select({ ...forms.anchors, extra: masks }, [1, 1, 10], anchors, 0.2)).rows).toEqual([[40, 40, 60, 60, 0.5, 1, 3, -3]])
})

test('turned boxes stay centre and size, the best first, and are left to be compared', async () => {
  const turned = { ...forms.places, extra: { kind: 'angle' } } as const
  const values = [50, 50, 50, 50, 20, 20, 30, 30, 0.25, 0.5, 0, 0, 0, 0, 1, 1]
  const rows = [
    [50, 50, 20, 30, 0.5, 0, 1],
    [50, 50, 20, 30, 0.25, 0, 1],
  ]
  expect((await select(turned, [1, 8, 2], values, 0.2)).rows).toEqual(rows)
  const best = { ...forms.best, box: 'xywh', extra: { kind: 'angle' } } as const
  expect((await select(best, [1, 2, 7], rows.flat(), 0.3)).rows).toEqual(rows.slice(0, 1))
})

test('scores that are no numbers are not chosen', async () => {
  expect(
    (await select(forms.places, [1, 7, 2], [9, 9, 9, 9, 4, 4, 4, 4, NaN, 0.5, NaN, 0.1, NaN, 0.1], 0.25)).rows.map((r) => r[4]),
  ).toEqual([0.5])
})
