/** Weights that attention applies, on the inputs and weights that PyTorch had: what they weigh gives PyTorch's answer. */
import { expect, test } from 'vitest'
import { fixtureCases } from '../../kernels/tests/fixture-cases'
import { fixtureTensors, readFixture } from '../../kernels/tests/fixture-export'
import { type CallNode, Trace, type Tensor } from '../symbolic'
import { yoloOverrides } from '../dialects/dialect'
import { appliedWeights } from './applied-weights'
import { exportTrace } from './export-trace'
import { distance, modelOf, runOnnx } from './tests/run-onnx'
import { checkpointWeights, stateNames } from './weight-source'

const cases = fixtureCases()

/** The block of a fixture, run by onnxruntime, with the weights that it applies beside what it gives. */
async function runFixture(id: string) {
  const found = cases.find((each) => each.id === id)!
  const fixture = await readFixture(found)
  const module = found.build()
  const own = new Map([...fixture.tensors].filter(([name]) => name.startsWith('w/')).map(([name, t]) => [name.slice(2), t]))
  const trace = new Trace({ overrides: yoloOverrides })
  const x = trace.input({ shape: found.entry.input_shapes[0]!, dtype: 'f32' })
  const y = trace.call(module, x) as Tensor
  const weights = appliedWeights(trace, trace.body[0] as CallNode)
  const outputs = [{ name: 'y0', tensor: y }, ...weights.map(({ tensor }, i) => ({ name: `w${i}`, tensor }))]
  const { source } = checkpointWeights(own, [['', module]])
  const model = exportTrace({
    name: id,
    trace,
    inputs: [{ name: 'x0', tensor: x }],
    outputs,
    weights: { names: stateNames([['', module]]), source },
  })
  const inputs = await fixtureTensors(fixture, 'x')
  return { weights, x: inputs['x0']!, expected: (await fixtureTensors(fixture, 'y'))['y0']!, got: await runOnnx(modelOf(model), inputs) }
}

test.each(['attention/SEAttention/0', 'attention/ECAAttention/0'])('%s: the input times its weights is what PyTorch gave', async (id) => {
  const { x, got, expected, weights } = await runFixture(id)
  const [, channels, height, width] = x.shape as [number, number, number, number]
  const w = got['w0']!
  const product = Float64Array.from(x.data, (value, i) => value * Number(w.data[Math.floor(i / (height * width))]))
  expect([weights.length, w.shape.reduce((a, b) => a * b)]).toEqual([1, x.shape[0]! * channels])
  expect(distance({ shape: x.shape, data: product }, expected)).toBeLessThan(1e-4)
})

test('attention/EMA/0: groups of the input times the last of its weights are what PyTorch gave', async () => {
  const { x, got, expected, weights } = await runFixture('attention/EMA/0')
  const w = got[`w${weights.length - 1}`]!
  const [groups, , height, width] = w.shape as [number, number, number, number]
  const [size, perGroup] = [height * width, x.data.length / groups]
  const product = Float64Array.from(x.data, (value, i) => value * Number(w.data[Math.floor(i / perGroup) * size + (i % size)]))
  expect(distance({ shape: x.shape, data: product }, expected)).toBeLessThan(1e-4)
})

test('of the library’s blocks those with attention apply weights, and no others', () => {
  const applying = cases
    .filter(({ id, entry }) => id.startsWith('ultralytics/') && entry.input_style === 'tensor')
    .filter((each) => {
      const trace = new Trace({ overrides: yoloOverrides })
      trace.call(each.build(), trace.input({ shape: each.entry.input_shapes[0]!, dtype: 'f32' }))
      return appliedWeights(trace, trace.body[0] as CallNode).length > 0
    })
  expect([...new Set(applying.map(({ entry }) => entry.name))].sort()).toEqual([
    ...['A2C2f', 'AAttn', 'ABlock', 'AIFI', 'Attention', 'C2PSA', 'C2fPSA', 'C3TR', 'C3k2', 'CBAM', 'ChannelAttention', 'PSA', 'PSABlock'],
    ...['SpatialAttention', 'TransformerBlock', 'TransformerEncoderLayer', 'TransformerLayer'],
  ])
})
