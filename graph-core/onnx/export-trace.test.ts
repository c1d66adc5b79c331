import { expect, test } from 'vitest'
import { CloAttention, SEAttention } from '../../kernels/attention'
import { Concat } from '../../kernels/blocks/ultralytics'
import * as nn from '../../kernels/layers/nn'
import { Trace, makeModule } from '../symbolic'
import { exportTrace } from './export-trace'
import { env, exportSeeded, smallC2f, smallConv } from './tests/blocks'
import { nodeList } from './tests/node-list'
import { modelOf } from './tests/run-onnx'
import { seededWeights } from './weight-source'

const image = [1, 8, 4, 4]

test('the nodes of a C2f are named by their place in it', () => {
  expect(nodeList(modelOf(exportSeeded(smallC2f(), [image])))).toMatchInlineSnapshot(`
    "/cv1/conv/Conv(x0, cv1.conv.weight, cv1.conv.bias)
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
    /cv2/act/Mul(/cv2/conv/Conv, /cv2/act/Sigmoid) -> y0"
  `)
})

test('weights are named as in the state dict, and constants by what they hold', () => {
  const { graph } = modelOf(exportSeeded(smallC2f(), [image], { fold: false }))
  expect(graph.initializers.map((t) => t.name).filter((name) => !/running|bn\./.test(name))).toEqual([
    'cv1.conv.weight',
    'i64[4,4]',
    'm.0.cv1.conv.weight',
    'm.0.cv2.conv.weight',
    'cv2.conv.weight',
  ])
})

test('free sizes are read from the inputs once, whoever asks', () => {
  const { graph } = modelOf(exportSeeded(SEAttention(env, 16, 4), [[2, 16, 6, 10]], { dynamic: true }))
  expect(graph.inputs[0]!.dims).toEqual(['batch', 16, 'height', 'width'])
  expect(graph.outputs[0]!.dims).toEqual(['batch', 16, 'height', 'width'])
  expect(graph.nodes.filter((n) => n.opType === 'Shape').length).toBeLessThanOrEqual(1)
})

test('children of a Sequential are named with it, as PyTorch’s exporter has it', () => {
  expect(nodeList(modelOf(exportSeeded(SEAttention(env, 16, 4), [[1, 16, 6, 10]])))).toContain('/fc/fc.2/')
})

test('CloAttention refuses dynamic export with a reason', () => {
  const result = exportSeeded(CloAttention(env, 64, 8, [4, 4], [5], 4), [[1, 64, 8, 8]], { dynamic: true })
  expect(result.ok ? [] : result.issues.map(({ code, message }) => [code, message])).toContainEqual([
    'onnx.fixed-size',
    'The block works at the traced size only: CloAttention pools windows of 4×4.',
  ])
})

test('an operator that the operator set lacks is an issue at its row', () => {
  const trace = new Trace()
  const x = trace.input({ shape: [1, 4, 8], dtype: 'f32' })
  const y = trace.call(nn.LayerNorm(8), x, 'model.3')
  const what = {
    name: 'norm',
    trace,
    inputs: [{ name: 'x', tensor: x }],
    outputs: [{ name: 'y', tensor: y as typeof x }],
    weights: { names: new Map(), source: seededWeights(0) },
  }
  expect(exportTrace(what, { opset: 16 })).toMatchObject({ ok: false, issues: [{ code: 'onnx.unsupported', where: { row: 3 } }] })
  expect(modelOf(exportTrace(what, { opset: 17 })).irVersion).toBe(8)
})

test.each([12, 22, 17.5])('opset %s is refused', (opset) => {
  expect(exportSeeded(smallConv(), [[1, 3, 8, 8]], { opset })).toMatchObject({ ok: false, issues: [{ code: 'onnx.unsupported' }] })
})

test('shapes at which PyTorch would raise are its issue', () => {
  const result = exportSeeded(Concat(env, 1), [
    [1, 4, 8, 8],
    [1, 4, 8, 9],
  ])
  expect(result).toMatchObject({ ok: false, issues: [{ code: 'shape.concat' }] })
})

test('what is returned twice, or as it came, is copied', () => {
  const pass = makeModule({ kind: 'block', name: 'Pass', type: 'Pass', library: 'graft', forward: (_, x) => [x, x] }, {}, {})
  expect(nodeList(modelOf(exportSeeded(pass, [image])))).toBe('/Identity(x0) -> y0\n/Identity_1(x0) -> y1')
})

test('a weight that is used twice is written once', () => {
  const conv = nn.Conv2d(8, 8, 1)
  const twice = makeModule(
    {
      kind: 'block',
      name: 'Twice',
      type: 'Twice',
      library: 'graft',
      forward: (m, x) => (m as { a: typeof conv }).a(conv(x as never) as never),
    },
    {},
    { a: conv, b: conv },
  )
  expect(modelOf(exportSeeded(twice, [image])).graph.initializers.map((t) => t.name)).toEqual(['a.weight', 'a.bias'])
})
