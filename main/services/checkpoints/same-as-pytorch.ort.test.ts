import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { graft } from '../../cli/tests/run-cli'
import { bytesSource } from '../../../graph-core/weights/byte-source'
import { openCheckpoint } from '../../../graph-core/weights/open-checkpoint'
import { temporaryFolder } from '../../../tests/temporary-folder'

const fixture = (name: string) => join(import.meta.dirname, '../../../graph-core/weights/fixtures', name)
const open = (name: string) => openCheckpoint(bytesSource(readFileSync(fixture(name))))

test.each([
  ['ultralytics_style', 'ultralytics@8.4'],
  ['ultralytics_style_ema', 'ultralytics@8.4'],
  ['ultralytics_style_yolo26', 'ultralytics@8.4'],
  ['ultralytics_style_83', 'ultralytics@8.3.63'],
])('%s: its own YAML with its own weights computes what PyTorch computed', async (name, target) => {
  const folder = temporaryFolder()
  const [yaml, onnx] = [join(folder, 'own.yaml'), join(folder, 'own.onnx')]
  writeFileSync(yaml, (await open(`${name}.pt`)).meta.yaml!)
  const args = ['--format', 'onnx', '-o', onnx, '--weights', fixture(`${name}.pt`), '--target', target, '--imgsz', '64,96']
  expect(await graft('export', yaml, ...args)).toMatchObject({ code: 0, err: '' })

  const { tensors } = await open(`${name}.io.safetensors`)
  const [x0, y0] = [tensors.get('x0')!, tensors.get('y0')!]
  const session = await InferenceSession.create(onnx)
  const given = { [session.inputNames[0]!]: new Tensor('float32', await x0.toFloat32(), x0.shape) }
  const found = (await session.run(given))[session.outputNames[0]!]!.data as Float32Array
  await session.release()
  const expected = await y0.toFloat32()
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const off = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0)
  expect([found.length, off / largest < 1e-4]).toEqual([expected.length, true])
})
