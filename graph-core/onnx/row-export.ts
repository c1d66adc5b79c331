/** Parts of a model as networks: what a row needs, up to what it gives. */
import { type BuiltModel, type ModelTrace, rowPath } from '../analysis'
import { type CallNode, type Tensor, hintOf, tensorsIn } from '../symbolic'
import { appliedWeights } from './applied-weights'
import { type ExportResult, type NamedTensor, exportTrace } from './export-trace'
import { inputsOf, namedModules, traceOrRefuse } from './model-export'
import type { ModelProto, ValueInfoProto } from './model'
import { programOpset } from './programs/letterbox-program'
import { ProgramBuilder } from './programs/program-builder'
import { type WeightSource, stateNames } from './weight-source'

export interface RowOptions {
  /** [height, width] of the image. */
  readonly imgsz: readonly [number, number]
  readonly row: number
}

/** An output of a row's network. */
export interface Tap {
  /** Of the output in the graph. */
  readonly name: string
  readonly kind: 'output' | 'weights'
  /** The module in the row that weighs; empty for what the row gives. */
  readonly place: string
  readonly shape: readonly number[]
  /** [height, width], where the last axis holds the places of a map. */
  readonly map: readonly [number, number] | null
}

export type RowExport =
  | { readonly ok: true; readonly model: ModelProto; readonly taps: readonly Tap[]; readonly leftOut: number }
  | (ExportResult & { ok: false })

/** More weights than anyone looks at: blocks that are repeated apply as many. */
const mostWeights = 8

/** A network whose outputs are what a row gives, and the weights that it applies. */
export function exportRow(name: string, model: BuiltModel, weights: WeightSource, { imgsz, row }: RowOptions): RowExport {
  const run = traced(model, imgsz)
  if ('ok' in run) return run
  const call = callOf(run, row)
  const given = floatsOf(run, row)
  const applied = appliedWeights(run.trace, call)
  const outputs = given.map((tensor, i): NamedTensor => ({ name: `given${i}`, tensor }))
  const weighing = applied.slice(0, mostWeights).map(({ tensor }, i): NamedTensor => ({ name: `applied${i}`, tensor }))
  const result = exportTrace(whatOf(name, model, run, [...outputs, ...weighing], weights), { opset: programOpset })
  if (!result.ok) return result
  const maps = mapsIn(call)
  const ofOutputs = outputs.map(({ name, tensor }): Tap => ({ name, kind: 'output', place: '', shape: sizes(tensor), map: null }))
  const means = new ProgramBuilder('/looked', programOpset)
  const ofWeights = weighing.map(({ name, tensor }, i): Tap => {
    const { place, asks } = applied[i]!
    const shape = sizes(tensor)
    const tap = { name, kind: 'weights', place, shape, map: null } as const
    if (asks === null) return tap
    means.node('ReduceMean', [name], { axes: [asks], keepdims: 0 }, `${name}.mean`)
    const left = shape.filter((_, axis) => axis !== asks)
    return { ...tap, name: `${name}.mean`, shape: left, map: maps.find(([h, w]) => h * w === left.at(-1)) ?? null }
  })
  const taps = [...ofOutputs, ...ofWeights]
  return { ok: true, model: withOutputs(result.model, means, taps), taps, leftOut: applied.length - weighing.length }
}

/**
 * A network that computes all rows up to one, and gives one number of every map that is alive then: how long it takes is how long these rows take.
 */
export function exportUpTo(name: string, model: BuiltModel, weights: WeightSource, { imgsz, row }: RowOptions): ExportResult {
  const run = traced(model, imgsz)
  if ('ok' in run) return run
  const isRead = (i: number) => model.rows.slice(row + 1).some(({ plan }) => plan.sources?.includes(i) === true)
  const alive = model.rows.flatMap((_, i) => (i === row || (i < row && isRead(i)) ? floatsOf(run, i) : []))
  const outputs = [...new Set(alive)].map((tensor, i): NamedTensor => ({ name: `alive${i}`, tensor }))
  const result = exportTrace(whatOf(name, model, run, outputs, weights), { opset: programOpset })
  if (!result.ok) return result
  const p = new ProgramBuilder('/cut', programOpset)
  const firsts = outputs.map(({ name, tensor }) => {
    const axes = sizes(tensor).map((_, axis) => axis)
    const corner = p.node('Slice', [name, p.ints(...axes.map(() => 0)), p.ints(...axes.map(() => 1)), p.ints(...axes)])
    return p.node('Reshape', [corner, p.ints(1)])
  })
  p.node('Concat', firsts, { axis: 0 }, 'cut')
  return { ok: true, model: withOutputs(result.model, p, [{ name: 'cut', shape: [firsts.length] }]) }
}

const traced = (model: BuiltModel, [height, width]: RowOptions['imgsz']) => traceOrRefuse(model, [1, model.header.ch, height, width])

function whatOf(name: string, model: BuiltModel, run: ModelTrace, outputs: readonly NamedTensor[], source: WeightSource) {
  return { name, trace: run.trace, inputs: inputsOf(run), outputs, weights: { names: stateNames(namedModules(model)), source } }
}

/** The call of a row. */
function callOf({ trace }: ModelTrace, row: number): CallNode {
  const found = trace.body.find((item): item is CallNode => item.kind === 'call' && item.name === rowPath(row))
  if (found === undefined) throw new Error(`expected row ${row} to have run`)
  return found
}

const floatsOf = ({ outputs }: ModelTrace, row: number): Tensor[] => tensorsIn(outputs[row]!).filter(({ dtype }) => dtype === 'f32')

const sizes = ({ shape }: Tensor) => shape.map(hintOf)

/** [height, width] of the maps that a row reads and gives. */
const mapsIn = ({ input, output }: CallNode) =>
  [...tensorsIn(input), ...tensorsIn(output)].flatMap((t) => (t.rank === 4 ? [sizes(t).slice(2) as [number, number]] : []))

/** The model with more nodes behind it, and other outputs. */
function withOutputs(
  model: ModelProto,
  { nodes, initializers }: ProgramBuilder,
  outputs: readonly Pick<Tap, 'name' | 'shape'>[],
): ModelProto {
  const { graph } = model
  const infos = outputs.map(({ name, shape }): ValueInfoProto => ({ name, dataType: 'float32', dims: shape }))
  return {
    ...model,
    graph: { ...graph, nodes: [...graph.nodes, ...nodes], initializers: [...graph.initializers, ...initializers], outputs: infos },
  }
}
