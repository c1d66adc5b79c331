/** Small models that real Ultralytics built, with their weights and what they gave: our ONNX and our PyTorch give the same. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { builtin } from '../../kernels'
import { findPython, withoutTorch } from '../../scripts/environment.mjs'
import { analyze, buildModel } from '../analysis'
import { printModel } from '../torch'
import { bytesSource } from '../weights/byte-source'
import { readSafetensors } from '../weights/read-safetensors'
import { parse } from '../yaml/parse'
import { type ModelOptions, exportModel, namedModules } from './model-export'
import { type Array32, distance, modelOf, runOnnx } from './tests/run-onnx'
import { checkpointWeights } from './weight-source'

const folder = new URL('./fixtures/', import.meta.url)

/** A fixture: the model file it was built from, its weights, what it was given and what came out. */
async function open(name: string) {
  const file = fileURLToPath(new URL(`${name}.safetensors`, folder))
  const { tensors, metadata } = await readSafetensors(bytesSource(new Uint8Array(readFileSync(file))))
  const all = async (letter: 'x' | 'y') => {
    const found = [...tensors].filter(([key]) => new RegExp(`^${letter}\\d+$`).test(key))
    return Promise.all(found.map(async ([, t]): Promise<Array32> => ({ shape: t.shape, data: await t.toFloat32() })))
  }
  const { document } = parse(metadata.get('yaml')!, { path: 'small.yaml' })
  const options = { target: metadata.get('target')! }
  const model = buildModel(document, builtin, options)
  const own = new Map([...tensors].filter(([key]) => key.startsWith('w/')).map(([key, t]) => [key.slice(2), t]))
  const weights = checkpointWeights(own, namedModules(model))
  const [[images, text], expected] = [await all('x'), await all('y')]
  return {
    file,
    model,
    weights,
    metadata,
    report: analyze(document, builtin, options),
    inputs: { images: images!, ...(text === undefined ? {} : { text }) },
    /** [height, width] of the image. */
    imgsz: images!.shape.slice(2) as [number, number],
    expected,
    /** What evaluation gives where the export gives something else. */
    evaluated: tensors.has('e0') ? ['e0'] : expected.map((_, i) => `y${i}`),
  }
}

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.safetensors'))
  .map((file) => file.replace('.safetensors', ''))

describe.each(names)('%s', (name) => {
  test('has the names, the counts, the strides and the task of the real one', async () => {
    const { weights, metadata, report } = await open(name)
    expect(weights.issues).toEqual([])
    expect([report.issues, report.totals.params, report.totals.modules, report.strides, report.task]).toEqual([
      [],
      Number(metadata.get('params')),
      Number(metadata.get('modules')),
      JSON.parse(metadata.get('stride')!),
      metadata.get('task') ?? 'detect',
    ])
  })

  test.each<[string, Partial<ModelOptions>]>([
    ['fixed sizes', {}],
    ['fixed sizes, nothing folded', { fold: false }],
    ['free sizes', { imgsz: [640, 640], dynamic: true }],
  ])('gives in onnxruntime what it gave in PyTorch: %s', async (_, options) => {
    const { model, weights, inputs, imgsz, expected } = await open(name)
    const result = await runOnnx(modelOf(exportModel(name, model, weights.source, { imgsz, ...options })), inputs)
    expect(Object.keys(result)).toEqual(expected.map((_, i) => `output${i}`))
    expect(expected.map((y, i) => distance(result[`output${i}`], y)).filter((d) => !(d < 1e-4))).toEqual([])
  })
})

describe.skipIf(withoutTorch)('as generated PyTorch', () => {
  const results = new Map<string, number | string>()
  const place = mkdtempSync(join(tmpdir(), 'graft-whole-'))
  afterAll(() => rmSync(place, { recursive: true, force: true }))

  beforeAll(async () => {
    const cases = await Promise.all(
      names.map(async (name) => {
        const { file, model, inputs, imgsz, evaluated } = await open(name)
        const source = join(place, `${name}.py`)
        writeFileSync(source, `${printModel(model, { imgsz, name })}\n\ndef make():\n    return Model()\n`)
        const count = Object.keys(inputs).length
        return { id: name, source, fixture: file, inputs: count, call: count === 1 ? 'x0' : '(x0, x1)', outputs: evaluated, isFirst: true }
      }),
    )
    const manifest = join(place, 'manifest.json')
    writeFileSync(manifest, JSON.stringify(cases))
    const runner = fileURLToPath(new URL('../torch/tests/run_generated.py', import.meta.url))
    const { stdout, stderr } = spawnSync(findPython(), [runner, manifest], { encoding: 'utf8' })
    expect(stderr).toBe('')
    for (const line of stdout.trim().split('\n')) {
      const { id, result } = JSON.parse(line) as { id: string; result: number | string }
      results.set(id, result)
    }
  }, 300_000)

  test.each(names)('%s gives what it gave in Ultralytics', (name) => {
    const result = results.get(name)
    expect(typeof result === 'string' ? result : undefined).toBeUndefined()
    expect(result).toBeLessThan(1e-4)
  })
})
