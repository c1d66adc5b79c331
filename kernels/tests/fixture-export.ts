/** Cases of `kernels/fixtures` as ONNX, with the weights, inputs and outputs PyTorch had. */
import { readFileSync } from 'node:fs'
import { type ExportResult } from '../../graph-core/onnx/export-trace'
import { type BlockOptions, exportBlock } from '../../graph-core/onnx/block'
import type { Array32 } from '../../graph-core/onnx/tests/run-onnx'
import { checkpointWeights } from '../../graph-core/onnx/weight-source'
import { yoloOverrides } from '../../graph-core/dialects/dialect'
import { bytesSource } from '../../graph-core/weights/byte-source'
import { type Safetensors, readSafetensors } from '../../graph-core/weights/read-safetensors'
import { type FixtureCase, inputOf } from './fixture-cases'

export async function readFixture({ file }: FixtureCase): Promise<Safetensors> {
  return readSafetensors(bytesSource(new Uint8Array(readFileSync(file))))
}

/** Tensors whose names begin with the letter: `x` inputs, `y` evaluation outputs, `t` training outputs. */
export async function fixtureTensors({ tensors }: Safetensors, letter: 'x' | 'y' | 't'): Promise<{ [name: string]: Array32 }> {
  const found = [...tensors].filter(([name]) => new RegExp(`^${letter}\\d+$`).test(name))
  return Object.fromEntries(
    await Promise.all(found.map(async ([name, t]) => [name, { shape: t.shape, data: await t.toFloat32() }] as const)),
  )
}

export interface FixtureExportOptions extends BlockOptions {
  readonly mode?: 'eval' | 'raw'
  /** Other input shapes than those of the fixture. */
  readonly shapes?: readonly (readonly number[])[]
}

/** The case with its weights as one block's ONNX. */
export function exportFixture(c: FixtureCase, { tensors }: Safetensors, options: FixtureExportOptions = {}): ExportResult {
  const module = c.build()
  const own = new Map([...tensors].filter(([name]) => name.startsWith('w/')).map(([name, t]) => [name.slice(2), t]))
  const { source, issues } = checkpointWeights(own, [['', module]])
  if (issues.length > 0) return { ok: false, issues }
  const { entry } = c
  return exportBlock(
    {
      name: c.id,
      module,
      inputs: options.shapes ?? entry.input_shapes,
      arrange: (inputs) => inputOf(entry, inputs),
      weights: source,
      mode: options.mode ?? 'eval',
      strides: entry.tags?.stride ?? null,
      overrides: yoloOverrides,
    },
    options,
  )
}
