/** Small models that real Ultralytics built, with their weights and what they gave: our ONNX and our PyTorch give the same. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPython, withoutTorch } from '../../scripts/environment.mjs'
import { printModel } from '../torch'
import { type ModelOptions, exportModel } from './model-export'
import { distance, modelOf, runOnnx } from './tests/run-onnx'
import { openWholeModel, wholeModels } from './tests/whole-models'

describe.each(wholeModels)('%s', (name) => {
  test('has the names, the counts, the strides and the task of the real one', async () => {
    const { weights, metadata, report } = await openWholeModel(name)
    expect(weights.issues).toEqual([])
    // What is expensive runs as PyTorch says.
    const doubts = report.issues.filter(({ code }) => code !== 'row.expensive')
    expect([doubts, report.totals.params, report.totals.modules, report.strides, report.task]).toEqual([
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
    const { model, weights, inputs, imgsz, expected } = await openWholeModel(name)
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
      wholeModels.map(async (name) => {
        const { file, model, inputs, imgsz, evaluated } = await openWholeModel(name)
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

  test.each(wholeModels)('%s gives what it gave in Ultralytics', (name) => {
    const result = results.get(name)
    expect(typeof result === 'string' ? result : undefined).toBeUndefined()
    expect(result).toBeLessThan(1e-4)
  })
})
