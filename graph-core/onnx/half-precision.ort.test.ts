/** Models in half precision: half as large, taken and read like the others, and as near to PyTorch as eleven bits are. */
import { describe, expect, test } from 'vitest'
import { type ModelOptions, exportModel } from './model-export'
import type { ModelProto } from './model'
import { halfBits } from './constants'
import { exportSeeded, smallC2f } from './tests/blocks'
import { asHalfHardware } from './tests/half-hardware'
import { nodeList } from './tests/node-list'
import { type Array32, distance, modelOf, runOnnx } from './tests/run-onnx'
import { openWholeModel, wholeModels } from './tests/whole-models'

/**
 * Rounding to 11 bits is wrong by 2⁻¹¹ of a number at most. What a dozen rows of sums make of that, their errors mostly cancelling, stays below
 * eight times as much, of the largest magnitude an output has in its coordinate, score or coefficient.
 */
const bound = 8 * 2 ** -11

/** Models whose rows are the best of many: rows that score nearly the same may change places, or be left out at the end. */
const isRanked = (name: string) => /end2end|v10|26|rtdetr/.test(name)

/** Rows of one place, object or image each; null for maps. */
function rowsOf({ shape, data }: Array32): number[][] | null {
  if (shape.length > 3) return null
  const [count, width] = [shape.at(-2)!, shape.at(-1)!]
  const isTurned = shape.length === 3 && width > count
  const [rows, columns] = isTurned ? [width, count] : [count, width]
  return Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => data[isTurned ? c * width + r : r * width + c]!))
}

/** How far apart numbers of the same meaning are, relative to the largest of them; of ranked rows, those safely among the best, in any order. */
function apart(got: Array32 | undefined, expected: Array32, isRanked: boolean): number {
  if (got?.shape.join() !== expected.shape.join()) return Infinity
  const [mine, theirs] = [rowsOf(got), rowsOf(expected)]
  if (mine === null || theirs === null) return distance(got, expected)
  const largest = theirs[0]!.map((_, c) => Math.max(...theirs.map((row) => Math.abs(row[c]!)), 1e-3))
  const between = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((v, c) => Math.abs(v - b[c]!) / largest[c]!))
  if (!isRanked) return Math.max(...theirs.map((row, r) => between(row, mine[r]!)))
  const lowest = Math.min(...theirs.map((row) => row[4]!)) * (1 + bound)
  const nearest = theirs.filter((row) => row[4]! > lowest).map((row) => Math.min(...mine.map((other) => between(row, other))))
  // One query in twenty may be another one: RT-DETR chooses them by scores that are nearly the same, and does not give them.
  return nearest.sort((a, b) => a - b)[Math.floor(0.95 * (nearest.length - 1))]!
}

const bytesOf = ({ graph }: ModelProto) => graph.initializers.reduce((sum, t) => sum + t.byteLength, 0)

/** Initializers that are neither integers nor constants of a formula. */
const floatsOf = ({ graph }: ModelProto) =>
  graph.initializers.filter((t) => t.dataType.startsWith('float') && !/^f(32|16)[([]/.test(t.name))

describe.each(wholeModels)('%s', (name) => {
  test.each<[string, Partial<ModelOptions>]>([
    ['fixed sizes', {}],
    ['nothing folded', { fold: false }],
    ['free sizes', { imgsz: [640, 640], dynamic: true }],
    ['the newest operator set', { opset: 21 }],
  ])('gives what PyTorch gave, within half precision: %s', async (_, options) => {
    const { model, weights, inputs, imgsz, expected } = await openWholeModel(name)
    const half = modelOf(exportModel(name, model, weights.source, { imgsz, half: true, valueInfo: true, ...options }))
    const result = await runOnnx(asHalfHardware(half), inputs, { graphOptimizationLevel: 'disabled' })
    const distances = expected.map((y, i) => apart(result[`output${i}`], y, isRanked(name) && i === 0))
    expect(distances.filter((d) => !(d < bound))).toEqual([])
  })

  test('has its weights in half the space, and takes and gives the same', async () => {
    const { model, weights, imgsz } = await openWholeModel(name)
    const [half, whole] = [true, false].map((half) => modelOf(exportModel(name, model, weights.source, { imgsz, half })))
    const ends = ({ graph }: ModelProto) => [graph.inputs, graph.outputs]
    expect(ends(half!)).toEqual(ends(whole!))
    const exact = floatsOf(half!).filter((t) => t.dataType === 'float32')
    expect(exact.map((t) => t.name.replace(/^model\.\d+\./, '')).filter((t) => !/^(dfl\.conv\.weight|anchors|cal_[ab])$/.test(t))).toEqual(
      [],
    )
    expect(bytesOf(half!) / bytesOf(whole!)).toBeLessThan(0.52)
  })
})

test('boxes are decoded, ranked and placed in single precision', async () => {
  const { model, weights, imgsz } = await openWholeModel('end2end-8.4')
  const { graph } = modelOf(exportModel('m', model, weights.source, { imgsz, half: true, valueInfo: true }))
  const halves = new Set(graph.valueInfo!.filter((v) => v.dataType === 'float16').map((v) => v.name))
  const casts = graph.nodes.filter((node) => node.opType === 'Cast')
  const behindHead = graph.nodes.filter((node) => /^\/model\.8\/[^/]*$/.test(node.name!) && node.outputs.some((name) => halves.has(name)))
  expect([behindHead, casts.map((node) => node.name)]).toMatchInlineSnapshot(`
    [
      [],
      [
        "images/Cast",
        "/model.8/one2one_cv2.0/one2one_cv2.0.2/Conv_output_0/Cast",
        "/model.8/one2one_cv2.1/one2one_cv2.1.2/Conv_output_0/Cast",
        "/model.8/one2one_cv3.0/one2one_cv3.0.2/Conv_output_0/Cast",
        "/model.8/one2one_cv3.1/one2one_cv3.1.2/Conv_output_0/Cast",
        "/model.8/Cast",
      ],
    ]
  `)
})

test('a block alone is in half precision whole', () => {
  expect(nodeList(modelOf(exportSeeded(smallC2f(), [[1, 8, 6, 10]], { half: true })))).toMatchInlineSnapshot(`
    "x0/Cast(x0) -> x0_float16
    /cv1/conv/Conv(x0_float16, cv1.conv.weight, cv1.conv.bias)
    /cv1/act/Sigmoid(/cv1/conv/Conv)
    /cv1/act/Mul(/cv1/conv/Conv, /cv1/act/Sigmoid)
    /Split(/cv1/act/Mul, i64[4,4])
    /m.0/cv1/conv/Conv(/Split_output_1, m.0.cv1.conv.weight, m.0.cv1.conv.bias)
    /m.0/cv1/act/Sigmoid(/m.0/cv1/conv/Conv)
    /m.0/cv1/act/Mul(/m.0/cv1/conv/Conv, /m.0/cv1/act/Sigmoid)
    /m.0/cv2/conv/Conv(/m.0/cv1/act/Mul, m.0.cv2.conv.weight, m.0.cv2.conv.bias)
    /m.0/cv2/act/Sigmoid(/m.0/cv2/conv/Conv)
    /m.0/cv2/act/Mul(/m.0/cv2/conv/Conv, /m.0/cv2/act/Sigmoid)
    /m.0/Add(/Split_output_1, /m.0/cv2/act/Mul)
    /Concat(/Split, /Split_output_1, /m.0/Add)
    /cv2/conv/Conv(/Concat, cv2.conv.weight, cv2.conv.bias)
    /cv2/act/Sigmoid(/cv2/conv/Conv)
    /cv2/act/Mul(/cv2/conv/Conv, /cv2/act/Sigmoid) -> y0_float16
    y0_float16/Cast(y0_float16) -> y0"
  `)
})

test('numbers become the nearest of half precision, ties to even', () => {
  const cases = [
    0,
    -0,
    1,
    -2,
    0.1,
    65519,
    65520,
    -Infinity,
    NaN,
    2 ** -14,
    2 ** -24,
    2 ** -25,
    3 * 2 ** -25,
    1 + 2 ** -11,
    1 + 3 * 2 ** -11,
  ]
  expect(cases.map((v) => halfBits(v).toString(16)).join(' ')).toBe('0 8000 3c00 c000 2e66 7bff 7c00 fc00 7e00 400 1 0 2 3c00 3c02')
})
