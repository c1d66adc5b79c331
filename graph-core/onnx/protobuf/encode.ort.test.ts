import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { writeStreamed } from '../../../main/services/files/write-streamed'
import { withoutTorch } from '../../../scripts/environment.mjs'
import { checkOnnx } from '../../../tests/check-onnx'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { collectBytes } from '../../byte-stream'
import { encodeModel } from './encode'
import { planExternalData } from './external-data'
import { convRelu, image } from './tests/conv-relu'

async function run(model: Uint8Array | string): Promise<number[]> {
  const session = await (typeof model === 'string' ? InferenceSession.create(model) : InferenceSession.create(model))
  const { y } = await session.run({ x: new Tensor('float32', image, [1, 1, 3, 3]) })
  await session.release()
  return [...(y!.data as Float32Array)]
}

test('onnxruntime runs a model we wrote', async () => {
  expect(await run(await collectBytes(encodeModel(convRelu(-20))))).toEqual([0, 0, 24 - 20, 28 - 20])
})

test('onnxruntime runs a model whose weights lie in a second file', async () => {
  const path = join(temporaryFolder(), 'model.onnx')
  const { model, data } = planExternalData(convRelu(-20), { location: 'model.onnx.data', limit: 0, smallest: 0 })
  await writeStreamed([
    { path: `${path}.data`, bytes: data! },
    { path, bytes: encodeModel(model) },
  ])
  expect(await run(path)).toEqual([0, 0, 24 - 20, 28 - 20])
})

test.skipIf(withoutTorch)('the onnx checker accepts a model whose weights lie in a second file', async () => {
  const path = join(temporaryFolder(), 'model.onnx')
  const { model, data } = planExternalData(convRelu(0), { location: 'model.onnx.data', limit: 0, smallest: 0 })
  await writeStreamed([
    { path: `${path}.data`, bytes: data! },
    { path, bytes: encodeModel(model) },
  ])
  expect(checkOnnx(path)).toEqual({ sameBytes: true })
})
