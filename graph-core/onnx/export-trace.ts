/** A finished trace as an ONNX model. */
import { type Issue, issue } from '../issues/issue'
import { type OnnxValue, type Tensor, type Trace } from '../symbolic'
import { onnxType } from './constants'
import type { DraftGraph } from './graph'
import { GraphBuilder } from './graph-builder'
import { type TraceWeights, lowerTrace } from './lower-trace'
import type { ModelProto, ValueInfoProto } from './model'
import { defaultOpset, irVersionOf, newestOpset, oldestOpset } from './opsets'
import { foldBatchNorm } from './passes/fold-batch-norm'
import { toHalfPrecision } from './passes/half-precision'
import { prune } from './passes/prune'
import { Refusal } from './refusal'
import { sizeText } from './size-text'

export interface NamedTensor {
  readonly name: string
  readonly tensor: Tensor
}

export interface ExportOptions {
  /** Version of ONNX's operator set, 13 to 21. */
  readonly opset?: number
  /** Whether batch normalisations are folded into convolutions. */
  readonly fold?: boolean
  /** Whether weights and network are in half precision; inputs and outputs stay float32. */
  readonly half?: boolean
  /** Whether the types of all inner values are written down. */
  readonly valueInfo?: boolean
  /** Written into the model for programs that read it: strides, class names. */
  readonly metadata?: Readonly<Record<string, string>>
}

export interface TraceExport {
  readonly name: string
  readonly trace: Trace
  readonly inputs: readonly NamedTensor[]
  readonly outputs: readonly NamedTensor[]
  readonly weights: TraceWeights
  /** Whether what follows the last weights is a decoder, which half precision would blur. */
  readonly endsInDecoder?: boolean
}

/** A model, or why there is none. */
export type ExportResult = { readonly ok: true; readonly model: ModelProto } | { readonly ok: false; readonly issues: readonly Issue[] }

/**
 * Writes a trace as ONNX. A trace made with free sizes gives a model for all of them; where a decision was taken on concrete sizes that
 * would be wrong at others, the export is refused with issues that name the module and why.
 */
export function exportTrace(what: TraceExport, options: ExportOptions = {}): ExportResult {
  const { opset = defaultOpset, fold = true } = options
  if (!Number.isInteger(opset) || opset < oldestOpset || opset > newestOpset) {
    return failed([issue('onnx.unsupported', `Opset ${opset} cannot be written; ${oldestOpset} to ${newestOpset} can.`)])
  }
  const fixed = fixedSizes(what.trace)
  if (fixed.length > 0) return failed(fixed)
  try {
    const inputs = what.inputs.map(({ name, tensor }): OnnxValue => ({ name, shape: tensor.shape, dtype: tensor.dtype }))
    const builder = new GraphBuilder(
      opset,
      inputs,
      what.outputs.map((o) => o.name),
    )
    const graph = draft(builder, what, inputs)
    if (fold) foldBatchNorm(graph)
    prune(graph)
    if (options.half === true) toHalfPrecision(graph, builder.types, { exactEnd: what.endsInDecoder ?? false })
    return { ok: true, model: modelOf(graph, builder, what, opset, options) }
  } catch (error) {
    if (error instanceof Refusal) return failed([issue('onnx.unsupported', `${error.message}.`, whereOf(error.path))])
    throw error
  }
}

const failed = (issues: readonly Issue[]): ExportResult => ({ ok: false, issues })

function draft(builder: GraphBuilder, { trace, inputs, outputs, weights }: TraceExport, values: readonly OnnxValue[]): DraftGraph {
  const given = new Map(inputs.map(({ tensor }, i) => [tensor, values[i]!]))
  const last = outputs.map(({ name, tensor }) => ({ name, tensor: tensor.current }))
  const valueOf = lowerTrace(
    builder,
    trace,
    given,
    last.map((o) => o.tensor),
    weights,
  )
  return builder.finish(last.map(({ name, tensor }) => ({ name, value: valueOf(tensor) })))
}

/** One issue for every decision that fixes a size in a graph meant for any. */
function fixedSizes(trace: Trace): Issue[] {
  const seen = new Map<string, Issue>()
  for (const { kind, why, path } of trace.guards) {
    const message = `${path === '' ? 'The block' : path} works at the traced size only: ${why}.`
    if (kind === 'baked') seen.set(message, issue('onnx.fixed-size', message, whereOf(path)))
  }
  return [...seen.values()]
}

/** The row a module path begins with: `model.4.attn` is in row 4. */
function whereOf(path: string): Issue['where'] {
  const row = /^model\.(\d+)(\.|$)/.exec(path)?.[1]
  return row === undefined ? {} : { row: Number(row) }
}

function modelOf(graph: DraftGraph, builder: GraphBuilder, what: TraceExport, opset: number, options: ExportOptions): ModelProto {
  const infoOf = ({ name, tensor }: NamedTensor): ValueInfoProto => ({
    name,
    dataType: onnxType[tensor.dtype],
    dims: tensor.shape.map(sizeText),
  })
  const ends = new Set([...graph.inputs, ...graph.outputs])
  const inner = graph.nodes.flatMap((node) => node.outputs).filter((name) => !ends.has(name) && builder.types.has(name))
  const innerInfo = inner.map((name): ValueInfoProto => {
    const { shape, dtype } = builder.types.get(name)!
    return { name, dataType: onnxType[dtype], dims: shape.map(sizeText) }
  })
  return {
    irVersion: irVersionOf(opset),
    opsets: [{ version: opset }],
    producerName: 'graft',
    graph: {
      name: what.name,
      nodes: graph.nodes,
      initializers: [...graph.initializers.values()],
      inputs: what.inputs.map(infoOf),
      outputs: what.outputs.map(infoOf),
      ...(options.valueInfo === true ? { valueInfo: innerInfo } : {}),
    },
    metadata: Object.entries(options.metadata ?? {}).map(([key, value]) => ({ key, value })),
  }
}
