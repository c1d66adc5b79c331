/** Small models that real Ultralytics built, with their weights and what they gave: our ONNX and our PyTorch give the same. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { findPython, withoutTorch } from '../../scripts/environment.mjs'
import { temporaryFolder } from '../../tests/temporary-folder'
import { analyze, buildModel } from '../analysis'
import { printModel } from '../torch'
import { bytesSource } from '../weights/byte-source'
import { readSafetensors } from '../weights/read-safetensors'
import { parse } from '../yaml/parse'
import { type ModelOptions, exportModel, namedModules } from './model-export'
import { distance, modelOf, runOnnx } from './tests/run-onnx'
import { checkpointWeights } from './weight-source'

const folder = new URL('./fixtures/', import.meta.url)

/** A fixture: the model file it was built from, its weights, one image and what came out. */
async function open(name: string) {
  const file = fileURLToPath(new URL(`${name}.safetensors`, folder))
  const { tensors, metadata } = await readSafetensors(bytesSource(new Uint8Array(readFileSync(file))))
  const read = async (key: string) => ({ shape: tensors.get(key)!.shape, data: await tensors.get(key)!.toFloat32() })
  const { document } = parse(metadata.get('yaml')!, { path: 'small.yaml' })
  const options = { target: metadata.get('target')! }
  const model = buildModel(document, builtin, options)
  const own = new Map([...tensors].filter(([key]) => key.startsWith('w/')).map(([key, t]) => [key.slice(2), t]))
  const weights = checkpointWeights(own, namedModules(model))
  return {
    file,
    model,
    weights,
    metadata,
    report: analyze(document, builtin, options),
    images: await read('x0'),
    expected: await read('y0'),
  }
}

describe.each(['detect-8.4', 'detect-8.3.63', 'end2end-8.4'])('%s', (name) => {
  test('has the names, the counts and the strides of the real one', async () => {
    const { weights, metadata, report } = await open(name)
    expect(weights.issues).toEqual([])
    expect([report.totals.params, report.totals.modules, report.strides]).toEqual([
      Number(metadata.get('params')),
      Number(metadata.get('modules')),
      JSON.parse(metadata.get('stride')!),
    ])
  })

  test.each<[string, ModelOptions]>([
    ['fixed sizes', { imgsz: [64, 96] }],
    ['fixed sizes, nothing folded', { imgsz: [64, 96], fold: false }],
    ['free sizes', { imgsz: [640, 640], dynamic: true }],
  ])('gives in onnxruntime what it gave in PyTorch: %s', async (_, options) => {
    const { model, weights, images, expected } = await open(name)
    const result = await runOnnx(modelOf(exportModel(name, model, weights.source, options)), { images })
    expect(distance(result.output0, expected)).toBeLessThan(1e-4)
  })

  test.skipIf(withoutTorch)('gives as generated PyTorch what it gave in Ultralytics', async () => {
    const { file, model } = await open(name)
    const script = join(temporaryFolder(), 'small.py')
    writeFileSync(script, `${printModel(model, { imgsz: [640, 640], name })}\n\ndef make():\n    return Model()\n`)
    const manifest = join(temporaryFolder(), 'manifest.json')
    writeFileSync(
      manifest,
      JSON.stringify([{ id: name, source: script, fixture: file, inputs: 1, call: 'x0', outputs: ['y0'], isFirst: true }]),
    )
    const runner = fileURLToPath(new URL('../torch/tests/run_generated.py', import.meta.url))
    const { stdout, stderr } = spawnSync(findPython(), [runner, manifest], { encoding: 'utf8' })
    expect(stderr).toBe('')
    const { result } = JSON.parse(stdout) as { result: number | string }
    expect(typeof result === 'string' ? result : undefined).toBeUndefined()
    expect(result).toBeLessThan(1e-4)
  })
})
