/** Every fixture as ONNX on onnxruntime's CPU: what PyTorch answered, to 1e-4 of the output's largest magnitude. */
import { describe, expect, test } from 'vitest'
import { type Array32, distance, modelOf, noise, runOnnx } from '../graph-core/onnx/tests/run-onnx'
import { onnxDiffers, tolerance } from '../tests/truth/compare-block'
import { fixtureCases } from './tests/fixture-cases'
import { exportFixture, fixtureTensors, readFixture } from './tests/fixture-export'

type Tensors = { readonly [name: string]: Array32 }

/** Outputs that are not what was expected, with their relative difference. */
function wrong(got: Tensors, expected: Tensors): [string, number][] {
  const distances = Object.entries(expected).map(([name, y]): [string, number] => [name, distance(got[name], y)])
  return distances.filter(([, d]) => !(d <= tolerance))
}

/** One image more; 2 more rows and columns of the smallest map, and as many more of the others as they are larger. */
function larger(shapes: readonly (readonly number[])[]) {
  const maps = shapes.filter((s) => s.length === 4)
  const smallest = (axis: number) => Math.min(...maps.map((s) => s[axis]!))
  const more = (s: readonly number[], axis: number) => s[axis]! + 2 * Math.round(s[axis]! / smallest(axis))
  return shapes.map((s) => (s.length === 4 ? [s[0]! + 1, s[1]!, more(s, 2), more(s, 3)] : s))
}

const noises = (shapes: readonly (readonly number[])[]) => Object.fromEntries(shapes.map((s, i) => [`x${i}`, noise(s, i + 1)]))

const cases = fixtureCases()

describe.each(cases)('$id', (c) => {
  test('gives what PyTorch gives, with batch normalisation folded and not, in the newest operator set, and in training', async () => {
    expect(await onnxDiffers(c)).toEqual([])
  })

  test('gives the same with free sizes, at this size and at another, where it can', async () => {
    const fixture = await readFixture(c)
    const free = exportFixture(c, fixture, { dynamic: true })
    if (!free.ok) return
    const [x, y] = [await fixtureTensors(fixture, 'x'), await fixtureTensors(fixture, 'y')]
    expect(wrong(await runOnnx(free.model, x), y)).toEqual([])

    const shapes = larger(c.entry.input_shapes)
    const fixed = modelOf(exportFixture(c, fixture, { shapes }))
    expect(wrong(await runOnnx(free.model, noises(shapes)), await runOnnx(fixed, noises(shapes)))).toEqual([])
  })
})

test('these fixtures work at one size only, and say why', async () => {
  const refusals: string[] = []
  for (const c of cases) {
    const result = exportFixture(c, await readFixture(c), { dynamic: true })
    if (!result.ok) for (const { code, message } of result.issues) refusals.push(`${c.id} ${code} ${message.replace(/^.*only: /, '')}`)
  }
  expect(refusals).toMatchInlineSnapshot(`
    [
      "ultralytics/nn.LayerNorm/0 onnx.fixed-size LayerNorm, for 5 only.",
      "ultralytics/nn.LayerNorm/0 onnx.fixed-size LayerNorm, for 6 only.",
      "ultralytics/MSDeformAttn/0 onnx.fixed-size reshape, for 10 only.",
      "attention/CloAttention/0 onnx.fixed-size CloAttention pools windows of 4×4.",
      "attention/BAMBlock/0 onnx.fixed-size BAMBlock shrinks the map to one place.",
      "attention/DAModule_EA/0 onnx.fixed-size add of two sizes, for 35 only.",
      "attention/AFT_FULL/0 onnx.fixed-size mul of two sizes, for 35 only.",
      "attention/EMSA/0 onnx.fixed-size EMSA, for 6 only.",
      "attention/EMSA/0 onnx.fixed-size EMSA, for 8 only.",
      "attention/MLCA/0 onnx.fixed-size MLCA divides the map into a grid.",
      "attention/MLCA/0 onnx.fixed-size mul of two sizes, for 9 only.",
      "attention/MLCA/0 onnx.fixed-size mul of two sizes, for 12 only.",
      "attention/MLCA/1 onnx.fixed-size MLCA divides the map into a grid.",
      "attention/MLCA/1 onnx.fixed-size mul of two sizes, for 7 only.",
      "attention/MLCA/1 onnx.fixed-size mul of two sizes, for 10 only.",
      "attention/MHSA/1 onnx.fixed-size MHSA has a vector for each place.",
      "attention/MHSA/1 onnx.fixed-size add of two sizes, for 42 only.",
      "attention/CloBlock/0 onnx.fixed-size CloAttention pools windows of 4×4.",
      "attention/CloBlock/1 onnx.fixed-size CloAttention pools windows of 4×4.",
      "ultralytics/nn.PixelUnshuffle/0 onnx.fixed-size splitting an axis by 2.",
      "yolov5/Contract/0 onnx.fixed-size splitting an axis by 2.",
      "ultralytics/A2C2f/1 onnx.fixed-size splitting an axis by 4.",
      "ultralytics/A2C2f/1 onnx.fixed-size splitting an axis by 4.",
      "ultralytics/AAttn/0 onnx.fixed-size splitting an axis by 2.",
      "ultralytics83/A2C2f/1 onnx.fixed-size splitting an axis by 4.",
      "ultralytics83/A2C2f/1 onnx.fixed-size splitting an axis by 4.",
      "ultralytics83/AAttn/0 onnx.fixed-size splitting an axis by 2.",
    ]
  `)
})
