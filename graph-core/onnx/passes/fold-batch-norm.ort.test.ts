import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as nn from '../../../kernels/layers/nn'
import { batchNorm } from '../../../kernels/ops/norm'
import { Trace, init, param } from '../../symbolic'
import { type TraceExport, exportTrace } from '../export-trace'
import { distance, modelOf, noise, runOnnx } from '../tests/run-onnx'
import { seededWeights, stateNames } from '../weight-source'
import { type AnyModule, type Module, type Tensor } from '../../symbolic'

type Layer = Module<Tensor, Tensor>

const random = init.uniform(1)
const tensors = (channels: number) => [0, 1, 2, 3].map((i) => param([channels], i === 3 ? init.constant(0.7) : random))

/** Convolutions with a normalisation after each; `readers` is how often a convolution's output is read besides. */
function exportOf(
  build: (x: Tensor, normalise: (y: Tensor) => Tensor) => Tensor[],
  shape: readonly number[],
  modules: readonly AnyModule[],
): TraceExport {
  const trace = new Trace()
  const x = trace.input({ shape, dtype: 'f32' })
  const normalise = (y: Tensor) => batchNorm([y, ...tensors(y.shape[1] as number).map((p) => trace.parameter(p))], { eps: 1e-3 })
  const outputs = build(x, normalise)
  return {
    name: 'fold',
    trace,
    inputs: [{ name: 'x', tensor: x }],
    outputs: outputs.map((tensor, i) => ({ name: `y${i}`, tensor })),
    weights: { names: stateNames(modules.map((m, i) => [`c${i}`, m] as const)), source: seededWeights(3) },
  }
}

const norms = (what: TraceExport, fold: boolean) =>
  modelOf(exportTrace(what, { fold })).graph.nodes.filter((n) => n.opType === 'BatchNormalization').length

const layer = fc
  .record({
    transposed: fc.boolean(),
    groups: fc.constantFrom(1, 2, 4),
    bias: fc.boolean(),
    k: fc.constantFrom(1, 2, 3),
    c2: fc.constantFrom(4, 8, 12),
  })
  .map(
    ({ transposed, groups, bias, k, c2 }) =>
      (c1: number) =>
        [
          transposed ? nn.ConvTranspose2d(c1, c2, k, 1, 0, 0, groups, bias) : nn.Conv2d(c1, c2, k, 1, 'valid', 1, groups, bias),
          c2,
        ] as const,
  )

test('folded and unfolded models give the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(layer, { minLength: 1, maxLength: 3 }), async (makers) => {
      let channels = 4
      const layers = makers.map((make) => {
        const [made, c2] = make(channels)
        channels = c2
        return made as Layer
      })
      const what = exportOf((x, normalise) => [layers.reduce((y, l) => normalise(l(y)), x)], [2, 4, 9, 8], layers)
      const input = { x: noise([2, 4, 9, 8]) }
      const [folded, plain] = [
        await runOnnx(modelOf(exportTrace(what)), input),
        await runOnnx(modelOf(exportTrace(what, { fold: false })), input),
      ]
      expect(norms(what, true)).toBe(0)
      expect(distance(folded.y0, plain.y0!)).toBeLessThan(1e-5)
    }),
    { numRuns: 60 },
  )
})

test('a convolution that somebody else reads keeps its normalisation', () => {
  const conv = nn.Conv2d(4, 4, 1) as Layer
  const what = exportOf((x, normalise) => ((y) => [normalise(y), y])(conv(x)), [1, 4, 3, 3], [conv])
  expect(norms(what, true)).toBe(1)
})

test('a convolution shared by two normalisations is folded into two', async () => {
  const conv = nn.Conv2d(4, 4, 1) as Layer
  const what = exportOf((x, normalise) => [normalise(conv(x)), normalise(conv(x))], [1, 4, 3, 3], [conv])
  const input = { x: noise([1, 4, 3, 3]) }
  const [folded, plain] = [
    await runOnnx(modelOf(exportTrace(what)), input),
    await runOnnx(modelOf(exportTrace(what, { fold: false })), input),
  ]
  expect([norms(what, true), distance(folded.y0, plain.y0!) < 1e-5, distance(folded.y1, plain.y1!) < 1e-5]).toEqual([0, true, true])
})
