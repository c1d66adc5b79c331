/** Every attention block in half precision, as hardware with 16 bits runs it: the fixture's input, two images, and a map of 7×13. */
import { describe, expect, test } from 'vitest'
import { fixtureCases } from '../../kernels/tests/fixture-cases'
import { type FixtureExportOptions, exportFixture, fixtureTensors, readFixture } from '../../kernels/tests/fixture-export'
import { Trace } from '../symbolic'
import { exportTrace } from './export-trace'
import { asHalfHardware } from './tests/half-hardware'
import { distance, modelOf, noise, runOnnx } from './tests/run-onnx'
import { seededWeights } from './weight-source'

/** Each value is rounded to 11 bits; an attention block has some twenty roundings in a row, sums and quotients among them. */
const bound = 8 * 2 ** -11

const plain = { graphOptimizationLevel: 'disabled' } as const

const refused: string[] = []

const cases = fixtureCases(/^attention\//)

/** Two images, and a map whose sides no window or grid divides. */
const shapesOf = ([shape]: readonly (readonly number[])[]) => [
  [2, ...shape!.slice(1)],
  [1, shape![1]!, 7, 13],
]

describe.each(cases)('$id', (c) => {
  const half = async (options: FixtureExportOptions = {}) =>
    asHalfHardware(modelOf(exportFixture(c, await readFixture(c), { ...options, half: true, valueInfo: true })))

  test('gives in half precision what PyTorch gives', async () => {
    const fixture = await readFixture(c)
    const result = await runOnnx(await half(), await fixtureTensors(fixture, 'x'), plain)
    const expected = Object.entries(await fixtureTensors(fixture, 'y'))
    expect(expected.map(([name, y]) => distance(result[name], y)).filter((d) => !(d < bound))).toEqual([])
  })

  test.each(shapesOf(c.entry.input_shapes))(
    'gives in half precision what it gives in single, or is refused with an issue: %i×%i×%i×%i',
    async (...shape) => {
      const whole = exportFixture(c, await readFixture(c), { shapes: [shape] })
      if (!whole.ok) {
        refused.push(`${c.id} at ${shape.join('×')}: ${whole.issues.map(({ code }) => code).join()}`)
        return
      }
      const x0 = noise(shape)
      const expected = (await runOnnx(whole.model, { x0 })).y0!
      expect(distance((await runOnnx(await half({ shapes: [shape] }), { x0 }, plain)).y0, expected)).toBeLessThan(bound)
    },
  )
})

test('these blocks cannot read such a map, and say so', () => {
  expect(refused).toMatchInlineSnapshot(`
    [
      "attention/CloAttention/0 at 1×16×7×13: shape.not-divisible",
      "attention/BAMBlock/0 at 1×32×7×13: shape.mismatch",
      "attention/DAModule_EA/0 at 1×8×7×13: shape.mismatch",
      "attention/AFT_FULL/0 at 1×12×7×13: shape.mismatch",
      "attention/EMSA/0 at 1×8×7×13: shape.mismatch",
      "attention/MHSA/1 at 1×16×7×13: shape.mismatch",
      "attention/CloBlock/0 at 1×16×7×13: shape.not-divisible",
      "attention/CloBlock/1 at 1×16×7×13: shape.not-divisible",
    ]
  `)
})

test('a sum that passes 65504 is kept in single precision; a product is not, and shows as infinite', async () => {
  const model = (half: boolean) => {
    const trace = new Trace()
    const x = trace.input({ shape: [1, 4], dtype: 'f32' })
    const outputs = [x.sum(1).div(2), x.mul(x).div(x)]
    const named = outputs.map((tensor, i) => ({ name: `y${i}`, tensor }))
    const weights = { names: new Map(), source: seededWeights(0) }
    return modelOf(
      exportTrace({ name: 'sums', trace, inputs: [{ name: 'x0', tensor: x }], outputs: named, weights }, { half, valueInfo: true }),
    )
  }
  const { y0, y1 } = await runOnnx(asHalfHardware(model(true)), { x0: { shape: [1, 4], data: [30000, 30000, 30000, 30000] } }, plain)
  expect([Array.from(y0!.data), Array.from(y1!.data)]).toEqual([[60000], [Infinity, Infinity, Infinity, Infinity]])
})
