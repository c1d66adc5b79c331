import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutTorch } from '../../../scripts/environment.mjs'
import { checkOnnx } from '../../../tests/check-onnx'
import { decodeOnnx } from '../../../tests/decode-onnx'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { collectBytes } from '../../byte-stream'
import type { ModelProto, TensorProto } from '../model'
import { encodeModel, encodedSize } from './encode'
import { anyModel } from './tests/arbitrary-model'
import { convRelu } from './tests/conv-relu'
import { decodedForm } from './tests/decoded-form'

const withInitializers = (initializers: TensorProto[]): ModelProto => ({ ...convRelu(0), graph: { ...convRelu(0).graph, initializers } })

test('an independent decoder finds in the bytes what the model says', async () => {
  await fc.assert(
    fc.asyncProperty(anyModel, async (model) => {
      expect(decodeOnnx(await collectBytes(encodeModel(model)))).toEqual(await decodedForm(model))
    }),
    { numRuns: 300 },
  )
})

test('the size is known before anything is read', () => {
  const unread: TensorProto = {
    name: 'w',
    dims: [1000],
    dataType: 'float32',
    byteLength: 4000,
    read: () => expect.fail('read too early'),
  }
  const name = 2 + 1 // tag and length, then the text
  const values = 1 + 2 + 4000 // tag, length in two bytes, then the values
  const tensor = 1 + 2 + (1 + 2) + (1 + 1) + name + values // tag and length, then dims, data type, name, values
  expect(encodedSize(withInitializers([unread]))).toBe(encodedSize(withInitializers([])) + tensor)
})

test('initializers are read in order, each when its turn comes', async () => {
  const events: string[] = []
  const tensor = (name: string): TensorProto => ({
    name,
    dims: [1],
    dataType: 'uint8',
    byteLength: 1,
    read() {
      events.push(`read ${name}`)
      return Uint8Array.of(7)
    },
  })
  for await (const chunk of encodeModel(withInitializers([tensor('a'), tensor('b')]))) {
    if (chunk.byteLength === 1 && chunk[0] === 7) events.push('written')
  }
  expect(events).toEqual(['read a', 'written', 'read b', 'written'])
})

test('an initializer that is not as long as it said stops the writing', async () => {
  const short: TensorProto = { name: 'w', dims: [2], dataType: 'float32', byteLength: 8, read: () => new Uint8Array(7) }
  await expect(collectBytes(encodeModel(withInitializers([short])))).rejects.toThrow('expected 8 bytes, got 7')
})

test('a model that no reader would accept is refused before it is written', () => {
  const large: TensorProto = { name: 'w', dims: [2 ** 29], dataType: 'float32', byteLength: 2 ** 31, read: () => expect.fail('read') }
  expect(() => encodeModel(withInitializers([large]))).toThrow('expected a model of at most 2147483647 bytes')
})

test.each([1.5, 2 ** 53, NaN])('%s is not written as an integer', (value) => {
  expect(() => encodeModel({ ...convRelu(0), irVersion: value })).toThrow('expected an integer')
})

test.skipIf(withoutTorch)('the onnx checker accepts a model, and the official library writes the same bytes', async () => {
  const path = join(temporaryFolder(), 'model.onnx')
  const model: ModelProto = { ...convRelu(1), modelVersion: -3, docString: 'über', metadata: [{ key: 'stride', value: '32' }] }
  writeFileSync(path, await collectBytes(encodeModel(model)))
  expect(checkOnnx(path)).toEqual({ sameBytes: true })
})

test.skipIf(withoutTorch)('the onnx checker refuses a model whose node reads what nobody writes', async () => {
  const path = join(temporaryFolder(), 'model.onnx')
  const model = convRelu(1)
  writeFileSync(path, await collectBytes(encodeModel({ ...model, graph: { ...model.graph, initializers: [] } })))
  expect(() => checkOnnx(path)).toThrow('conv.weight')
})
