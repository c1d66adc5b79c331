import '../../../kernels'
import { Conv, C2f } from '../../../kernels/blocks/ultralytics'
import * as nn from '../../../kernels/layers/nn'
import { yoloOverrides } from '../../dialects/dialect'
import { type AnyModule, Env } from '../../symbolic'
import { type BlockOptions, exportBlock } from '../block'
import type { ExportResult } from '../export-trace'
import { seededWeights } from '../weight-source'

/** An environment as YOLOv8 models have it. */
export const env = new Env(
  { id: 'ultralytics@8.4', base: 'ultralytics', version: [8, 4] },
  { act: nn.SiLU(), nc: 80, legacy: true, scale: 'n', regMax: 16, end2end: false, maxDet: 300 },
)

/** A small C2f with one bottleneck. */
export const smallC2f = () => C2f(env, 8, 8, 1, true)
export const smallConv = () => Conv(env, 3, 8, 3, 2)

/** A block with seeded weights. */
export function exportSeeded(module: AnyModule, inputs: readonly (readonly number[])[], options: BlockOptions = {}): ExportResult {
  return exportBlock({ name: 'block', module, inputs, weights: seededWeights(7), overrides: yoloOverrides }, options)
}
