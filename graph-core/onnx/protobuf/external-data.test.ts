import { expect, test } from 'vitest'
import { collectBytes } from '../../byte-stream'
import type { TensorProto } from '../model'
import { encodeModel, encodedSize } from './encode'
import { planExternalData } from './external-data'
import { convRelu } from './tests/conv-relu'

const bytes = (name: string, byteLength: number, fill: number): TensorProto => ({
  name,
  dims: [byteLength],
  dataType: 'uint8',
  byteLength,
  read: () => new Uint8Array(byteLength).fill(fill),
})
const withInitializers = (...initializers: TensorProto[]) => ({ ...convRelu(0), graph: { ...convRelu(0).graph, initializers } })

test('a model below the limit stays as it is', () => {
  const model = convRelu(0)
  expect(planExternalData(model, { location: 'm.onnx.data' })).toEqual({ model, data: null })
})

test('large tensors move out, aligned and in order, and small ones stay', () => {
  const model = withInitializers(bytes('a', 100, 1), bytes('shape', 4, 2), bytes('b', 65, 3))
  const plan = planExternalData(model, { location: 'm.onnx.data', limit: 0, alignment: 64, smallest: 64 })
  expect(plan.model.graph.initializers.map(({ external }) => external)).toEqual([
    { location: 'm.onnx.data', offset: 0, length: 100 },
    undefined,
    { location: 'm.onnx.data', offset: 128, length: 65 },
  ])
})

test('the data file holds each tensor at its offset, zeros between', async () => {
  const { data } = planExternalData(withInitializers(bytes('a', 3, 1), bytes('b', 2, 2)), {
    location: 'm.onnx.data',
    limit: 0,
    alignment: 8,
    smallest: 0,
  })
  expect([...(await collectBytes(data!))]).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 2, 2])
})

test('3 GB of weights leave a model of a few hundred bytes and offsets past 2 GiB', () => {
  const gigabyte = (name: string): TensorProto => ({
    name,
    dims: [250_000_000],
    dataType: 'float32',
    byteLength: 1e9,
    read: () => expect.fail('planning reads nothing'),
  })
  const { model, data } = planExternalData(withInitializers(gigabyte('a'), gigabyte('b'), gigabyte('c')), { location: 'm.onnx.data' })
  const page = (n: number) => Math.ceil(n / 4096) * 4096
  expect({
    offsets: model.graph.initializers.map(({ external }) => external?.offset),
    total: data?.byteLength,
    fits: encodedSize(model) < 1000 && encodeModel(model).byteLength < 1000,
  }).toEqual({ offsets: [0, page(1e9), page(page(1e9) + 1e9)], total: page(page(1e9) + 1e9) + 1e9, fits: true })
})

test.each(['', '/tmp/m.data', '../m.data', 'a\\m.data'])('a data file at %j is refused: it must lie beside the model', (location) => {
  expect(() => planExternalData(convRelu(0), { location })).toThrow('expected a file name')
})
