/** A block alone on a map of a model: what it takes there, and its inside. */
import { Budget } from '../../../graph-core/analysis/budget'
import { buildInstance } from '../../../graph-core/analysis/instance'
import { memoryOf } from '../../../graph-core/analysis/memory'
import { runModule } from '../../../graph-core/analysis/run'
import { dialects } from '../../../graph-core/dialects'
import { type Inside, insideOf } from '../../../graph-core/inside'
import { type BlockDefinition, type CallNode, ShapeError, Trace } from '../../../graph-core/symbolic'
import { rowContext } from '../../../tests/row-context'
import * as nn from '../../layers/nn'

/** Channels and side of a square map. */
export type Level = readonly [channels: number, side: number]

/** Where YOLO models have their maps: P3, P4 and P5 of a small one at 640 pixels. */
export const levels: readonly Level[] = [
  [64, 80],
  [128, 40],
  [256, 20],
]

export interface Cost {
  readonly params: number
  readonly macs: number
  /** As the default target prints it. */
  readonly gflops: number
  /** Bytes of the largest result, and of all that is held at once. */
  readonly largest: number
  readonly peak: number
}

const dialect = dialects[0]!
export const target = dialect.target

/** The cells of the shortest row that builds the block behind `c` channels. */
export const shortestRow = (definition: BlockDefinition, c: number): number[] =>
  Object.values(definition.args).some((r) => r.kind === 'channels' && r.likeInput !== true && !('default' in r)) ? [c] : []

function build(definition: BlockDefinition, c: number) {
  const row = rowContext({ block: definition.name, channels: [c] })
  const values = { act: nn.SiLU(), nc: 80, legacy: true, scale: '', regMax: 16, end2end: false, maxDet: 300 }
  return buildInstance(definition, definition.row(shortestRow(definition, c), row), 1, dialect, values, new Budget('blocks'))
}

const setting = { mode: 'eval', strides: null, counts: 'everything' } as const

/** What the block takes behind `c` channels on a square map, or why it refuses that. */
export function costOf(definition: BlockDefinition, [c, side]: Level): Cost | string {
  const { module, counts } = build(definition, c)
  const input = { shape: [1, c, side, side], dtype: 'f32' as const }
  const { macs, thop, sharedThop, error } = runModule(module, input, setting, dialect, counts.shared)
  if (error !== null) return error.message
  const { largest, peak } = memoryOf(callOf(definition, [c, side])!.call)
  const gflops = (2 * [...sharedThop.values()].reduce((sum, each) => sum + each, thop)) / 1e9
  return { params: counts.paramCount, macs, gflops, largest, peak }
}

function callOf(definition: BlockDefinition, [c, side]: Level): { trace: Trace; call: CallNode } | null {
  const trace = new Trace({ overrides: dialect.overrides })
  try {
    trace.call(build(definition, c).module, trace.input({ shape: [1, c, side, side], dtype: 'f32' }))
  } catch (error) {
    if (error instanceof ShapeError) return null
    throw error
  }
  return { trace, call: trace.body[0] as CallNode }
}

/** The inside of the block on the largest of the maps it takes; those that are bound to 7 × 7 places are drawn there. */
export function insideAlone(definition: BlockDefinition): { readonly inside: Inside; readonly level: Level } {
  for (const level of [...levels, [64, 7]] as Level[]) {
    const found = callOf(definition, level)
    if (found !== null) return { inside: insideOf(found.trace, found.call), level }
  }
  throw new Error(`expected a map that ${definition.name} takes`)
}
