import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { yoloOverrides } from '../../../graph-core/dialects/dialect'
import { smallConv } from '../../../graph-core/onnx/tests/blocks'
import { stateNames } from '../../../graph-core/onnx/weight-source'
import { collectBytes } from '../../../graph-core/byte-stream'
import { initialise } from '../../../graph-core/weights/initialise'
import { type WritableTensor, writeSafetensors } from '../../../graph-core/weights/write-safetensors'
import { temporaryFolder } from '../../../tests/temporary-folder'
import { builtin } from '../../../kernels'
import { analyzeText } from '../models/analyze-file'
import { exportBlockFile, exportModelFile } from './export-onnx'
import type { WeightChoice } from './weights'

const block = () => ({ name: 'Conv', module: smallConv(), inputs: [[1, 3, 8, 8]], overrides: yoloOverrides })
const exportTo = (path: string, weights: WeightChoice) => exportBlockFile(block(), {}, { path, weights })

/** Fresh weights of the block under the seed the test exports with, changed as asked. */
async function checkpoint(path: string, change: (tensors: WritableTensor[]) => WritableTensor[] = (t) => t): Promise<string> {
  const tensors = [...stateNames([['', smallConv()]])].map(([{ shape, init }, name]): WritableTensor => {
    const bytes = new Uint8Array(initialise(init, shape, 5, name).buffer)
    return { name, shape, dtype: 'F32', byteLength: bytes.byteLength, read: () => bytes }
  })
  writeFileSync(path, await collectBytes(writeSafetensors(change(tensors))))
  return path
}

async function run(path: string): Promise<Float32Array> {
  const session = await InferenceSession.create(path)
  const { y0 } = await session.run({ x0: new Tensor('float32', new Float32Array(3 * 64).fill(1), [1, 3, 8, 8]) })
  await session.release()
  return y0!.data as Float32Array
}

test('a seed gives the same file every time', async () => {
  const folder = temporaryFolder()
  const [a, b, c] = ['a.onnx', 'b.onnx', 'c.onnx'].map((name) => join(folder, name))
  const written = await exportTo(a!, { seed: 5 })
  await exportTo(b!, { seed: 5 })
  await exportTo(c!, { seed: 6 })
  const [first, second, third] = await Promise.all([a!, b!, c!].map((path) => readFile(path)))
  expect(written).toEqual({ ok: true, files: [{ path: a, bytes: first!.length }], issues: [] })
  expect([first!.equals(second!), first!.equals(third!)]).toEqual([true, false])
})

test('the weights of a checkpoint are those of the model', async () => {
  const folder = temporaryFolder()
  await exportTo(join(folder, 'seeded.onnx'), { seed: 5 })
  await exportTo(join(folder, 'loaded.onnx'), { file: await checkpoint(join(folder, 'w.safetensors')) })
  expect(await run(join(folder, 'loaded.onnx'))).toEqual(await run(join(folder, 'seeded.onnx')))
})

test('a checkpoint that does not fit writes nothing and says why', async () => {
  const folder = temporaryFolder()
  const file = await checkpoint(join(folder, 'w.safetensors'), (tensors) => [
    ...tensors.filter((t) => t.name !== 'bn.bias').map((t) => (t.name === 'conv.weight' ? { ...t, shape: [8, 27] } : t)),
    { ...tensors[0]!, name: 'stranger' },
  ])
  const result = await exportTo(join(folder, 'out.onnx'), { file })
  expect(result.issues.map(({ code, message }) => [code, message])).toEqual([
    ['weights.missing', 'The checkpoint lacks 1 of 5 tensors: bn.bias.'],
    ['weights.shape', 'conv.weight is [8, 27] in the checkpoint and [8, 3, 3, 3] in the model.'],
    ['weights.unused', 'The model has no place for stranger.'],
  ])
  await expect(readFile(join(folder, 'out.onnx'))).rejects.toThrow('ENOENT')
})

test('a model that takes its weights from its own folded export computes the same', async () => {
  const folder = temporaryFolder()
  const fixture = (name: string) => join(import.meta.dirname, '../inference/fixtures', name)
  const { model } = analyzeText(await readFile(fixture('tiny.yaml'), 'utf8'), 'tiny.yaml', builtin, {})
  const write = async (name: string, file: string, fold: boolean) => {
    const path = join(folder, name)
    const { issues } = await exportModelFile('tiny', model, { imgsz: [64, 64], fold }, { path, weights: { file } })
    const session = await InferenceSession.create(path)
    const images = new Tensor(
      'float32',
      Float32Array.from({ length: 3 * 64 * 64 }, (_, i) => Math.abs(Math.sin(i))),
      [1, 3, 64, 64],
    )
    const { output0 } = await session.run({ images })
    await session.release()
    return { path, issues, values: output0!.data as Float32Array }
  }
  const folded = await write('folded.onnx', fixture('tiny.safetensors'), true)
  const { issues, values } = await write('again.onnx', folded.path, false)
  const off = values.reduce((most, value, i) => Math.max(most, Math.abs(value - folded.values[i]!)), 0)
  expect([issues, off < 1e-4 * Math.max(...folded.values)]).toEqual([[], true])
})

test('tensors nobody takes are a warning', async () => {
  const folder = temporaryFolder()
  const file = await checkpoint(join(folder, 'w.safetensors'), (tensors) => [...tensors, { ...tensors[0]!, name: 'stranger' }])
  expect(await exportTo(join(folder, 'out.onnx'), { file })).toMatchObject({
    ok: true,
    issues: [{ code: 'weights.unused', severity: 'warning' }],
  })
})
