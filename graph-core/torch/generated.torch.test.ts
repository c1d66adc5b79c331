/** Generated PyTorch of every fixture gives what the fixture recorded. One Python process runs all cases. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixtureCases, inputOf } from '../../kernels/tests/fixture-cases'
import { findPython, withoutTorch } from '../../scripts/environment.mjs'
import { yoloOverrides } from '../dialects'
import { Sizes, Tensor, type Value, dim } from '../symbolic'
import { printBlock } from './index'

const folder = mkdtempSync(join(tmpdir(), 'graft-torch-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const modes = ['eval', 'raw'] as const
const cases = fixtureCases().flatMap((c) =>
  modes.flatMap((mode) => {
    const outputs = (mode === 'eval' ? c.entry.outputs : (c.entry.train_outputs ?? [])).map((o) => o.key)
    return outputs.length === 0 ? [] : [{ id: `${c.id} ${mode}`, case: c, mode, outputs }]
  }),
)

const results = new Map<string, number | string>()

/** Maps keep their channels, and are free in batch, height and width. */
const freeSizes = (shapes: readonly (readonly number[])[]) =>
  shapes.map((shape, i) => shape.map((d, axis) => (shape.length === 4 && axis !== 1 ? dim.symbol(`s${i}_${axis}`, d) : d)))

/** The Python expression of a call's input over x0, x1, …. */
function callText(value: Value, count = { i: 0 }): string {
  if (value === null) return 'None'
  if (value instanceof Tensor) return `x${count.i++}`
  if (value instanceof Sizes) return JSON.stringify(value.of)
  return `[${Object.values(value)
    .map((v) => callText(v as Value, count))
    .join(', ')}]`
}

describe.skipIf(withoutTorch)('generated PyTorch', () => {
  beforeAll(() => {
    const manifest = cases.map(({ id, case: c, mode, outputs }, i) => {
      const source = join(folder, `case${i}.py`)
      let call = ''
      const setting = { overrides: yoloOverrides, mode, strides: c.entry.tags?.stride ?? null }
      writeFileSync(
        source,
        printBlock(
          c.build(),
          (trace) => {
            const value = inputOf(
              c.entry,
              c.inputTypes(freeSizes(c.entry.input_shapes)).map((type) => trace.input(type)),
            )
            call = callText(value)
            return value
          },
          setting,
        ),
      )
      return { id, source, fixture: c.file, inputs: c.entry.input_shapes.length, call, outputs }
    })
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
    const script = fileURLToPath(new URL('./tests/run_generated.py', import.meta.url))
    const run = spawnSync(findPython(), [script, join(folder, 'manifest.json')], { encoding: 'utf8', maxBuffer: 2 ** 26 })
    if (run.status !== 0) throw new Error(run.stderr)
    for (const line of run.stdout.trim().split('\n')) {
      const { id, result } = JSON.parse(line) as { id: string; result: number | string }
      results.set(id, result)
    }
  }, 300_000)

  test.each(cases.map(({ id }) => id))('%s', (id) => {
    const result = results.get(id)
    expect(typeof result === 'string' ? result : undefined).toBeUndefined()
    expect(result).toBeLessThanOrEqual(1e-4)
  })
})
