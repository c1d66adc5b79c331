/**
 * Our ONNX of yolov8n and yolo11n against what PyTorch's exporter writes of the same models with the same weights, in the same onnxruntime, in turns:
 * the models come from the Python that Graft writes. Needs an interpreter that imports torch.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { runCommandLine } from '../main/cli/run'
import { probePython } from '../scripts/environment.mjs'
import { compare } from './harness'

mkdirSync('.cache', { recursive: true })
const folder = mkdtempSync(join('.cache', 'exported-'))

/** Readings of the same file differ by as much. */
const noise = 1.03

async function graft(...args: string[]): Promise<void> {
  const code = await runCommandLine(args, '0', { out: () => undefined, err: (text) => console.error(text) })
  if (code !== 0) throw new Error(`graft ${args.join(' ')} ended with ${code}`)
}

const images = new Tensor(
  'float32',
  Float32Array.from({ length: 3 * 640 * 640 }, (_, i) => (i % 255) / 255),
  [1, 3, 640, 640],
)

async function compareExports(python: string, name: string): Promise<void> {
  const file = (end: string) => join(folder, `${name}${end}`)
  await graft('export', `${name}.yaml`, '--format', 'python', '-o', file('.py'))
  const { status, stderr } = spawnSync(python, ['bench/export_with_torch.py', file('.py'), file('.torch.onnx'), file('.pt')], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`PyTorch's exporter failed: ${stderr.trim().split('\n').at(-1)}`)
  await graft('export', `${name}.yaml`, '--format', 'onnx', '--weights', file('.pt'), '-o', file('.onnx'))
  const open = (path: string) => InferenceSession.create(path, { executionProviders: ['cpu'], logSeverityLevel: 4 })
  const [theirs, ours] = [await open(file('.torch.onnx')), await open(file('.onnx'))]
  await compare({
    name: `${name}, 640×640, CPU`,
    runs: 31,
    cases: [
      { name: 'exported by PyTorch', run: () => theirs.run({ images }) },
      { name: 'exported by Graft', run: () => ours.run({ images }), target: { ratio: noise } },
    ],
    sweeps: false,
  })
  const [a, b] = [await theirs.run({ images }), await ours.run({ images })]
  const [x, y] = [a['output0']!.data as Float32Array, b['output0']!.data as Float32Array]
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const difference = x.reduce((most, value, i) => Math.max(most, Math.abs(value - y[i]!)), 0)
  console.log(`  outputs differ by ${(difference / largest).toExponential(1)} of the largest`)
  await Promise.all([theirs.release(), ours.release()])
}

const python = probePython()
try {
  if (python === null) console.log('\nexported: there is no Python with torch here, so nothing is compared.')
  else for (const name of ['yolov8n', 'yolo11n']) await compareExports(python, name)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
