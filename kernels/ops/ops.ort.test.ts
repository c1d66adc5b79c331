/** Every op on onnxruntime against PyTorch, with sizes fixed and free, in the operator sets that write it differently. */
import { beforeAll, describe, expect, test } from 'vitest'
import { exportTrace } from '../../graph-core/onnx/export-trace'
import { distance, modelOf, noise, runOnnx } from '../../graph-core/onnx/tests/run-onnx'
import { seededWeights } from '../../graph-core/onnx/weight-source'
import { type Dim, Trace, dim } from '../../graph-core/symbolic'
import { withoutTorch } from '../../scripts/environment.mjs'
import { type TorchTensor, runTorch } from '../../tests/run-torch'
import { type OpCase, opCases } from './tests/op-cases'

const cases = Object.entries(opCases)
const enlarged = ({ shapes, images }: OpCase) =>
  shapes.map((s, i) => (s.length === 4 && i < (images ?? shapes.length) && s[2]! > 1 ? [s[0]!, s[1]!, s[2]! + 3, s[3]! + 2] : s))
const inputsOf = (shapes: readonly (readonly number[])[]) => shapes.map((s, i) => noise(s, i + 1))
const feeds = (shapes: readonly (readonly number[])[]) => Object.fromEntries(inputsOf(shapes).map((x, i) => [`x${i}`, x]))

let expected: TorchTensor[]
let expectedLarger: TorchTensor[]
beforeAll(() => {
  if (withoutTorch) return
  const jobs = cases.map(([, c]) => ({ expression: c.python, inputs: inputsOf(c.shapes) }))
  const larger = cases.map(([, c]) => ({ expression: c.python, inputs: inputsOf(c.fixed === true ? c.shapes : enlarged(c)) }))
  const all = runTorch([...jobs, ...larger])
  expected = all.slice(0, cases.length)
  expectedLarger = all.slice(cases.length)
})

function exported(c: OpCase, opset: number, free: boolean) {
  const trace = new Trace()
  const open = (s: readonly number[], i: number): Dim[] =>
    free && s.length === 4 && i < (c.images ?? c.shapes.length) && s[2]! > 1
      ? [s[0]!, s[1]!, dim.symbol(`h${i}`, s[2]!), dim.symbol(`w${i}`, s[3]!)]
      : [...s]
  const inputs = c.shapes.map((s, i) => trace.input({ shape: open(s, i), dtype: 'f32' }))
  const y = c.run(inputs, trace.frame)
  return exportTrace(
    {
      name: 'op',
      trace,
      inputs: inputs.map((tensor, i) => ({ name: `x${i}`, tensor })),
      outputs: [{ name: 'y', tensor: y }],
      weights: { names: new Map(), source: seededWeights(0) },
    },
    { opset, valueInfo: true },
  )
}

describe.skipIf(withoutTorch).each(cases)('%s', (name, c) => {
  const at = cases.findIndex(([n]) => n === name)

  test.each([13, 17, 18, 20, 21])('equals PyTorch in opset %i', async (opset) => {
    const result = exported(c, opset, false)
    if (opset < (c.opset ?? 13)) {
      expect(result).toMatchObject({ ok: false, issues: [{ code: 'onnx.unsupported' }] })
      return
    }
    const { y } = await runOnnx(modelOf(result), feeds(c.shapes))
    expect(distance(y, expected[at]!)).toBeLessThan(1e-5)
  })

  test('equals PyTorch at a size that was not traced, or is refused', async () => {
    const result = exported(c, 17, true)
    if (c.fixed === true) {
      expect(result.ok ? [] : [...new Set(result.issues.map((i) => i.code))]).toEqual(['onnx.fixed-size'])
      return
    }
    const { y } = await runOnnx(modelOf(result), feeds(enlarged(c)))
    expect(distance(y, expectedLarger[at]!)).toBeLessThan(1e-5)
  })
})
