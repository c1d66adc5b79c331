/**
 * Which nodes of a half-precision model still compute in single precision. Half precision has eleven bits and ends at 65504: enough for feature
 * maps, too coarse for coordinates of a large image and too narrow for long sums. The rules know operators and where values come from, no block.
 */
import type { DraftGraph, DraftNode } from '../graph'

/** Operators whose results half precision loses or cannot hold, and one that ONNX has in single precision only (Celu). */
const exactOps: ReadonlySet<string> = new Set(['TopK', 'GridSample', 'ReduceSum', 'Exp', 'Log', 'Sqrt', 'Pow', 'Celu'])

/** What a value is computed from: constants and sizes alone, weights, or what the model is given. */
type Origin = 'constant' | 'weight' | 'data'

export interface PrecisionOptions {
  /** Whether what follows the last weights, such as the decoding of boxes, is computed in single precision. */
  readonly exactEnd: boolean
}

/**
 * The nodes that stay in single precision:
 * 1. operators that need it, and those with a constant that half precision cannot say;
 * 2. what comes from constants and sizes alone, such as anchors;
 * 3. with `exactEnd`, what lies between the last weights and an output;
 * 4. what lies between two such nodes with no weights on the way, so that nothing is rounded in between;
 * 5. what reads nothing but results of such nodes and no weights.
 */
export function exactNodes(graph: DraftGraph, { exactEnd }: PrecisionOptions): ReadonlySet<DraftNode> {
  const { originOf, kinds } = originsIn(graph)
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
  const makersOf = (node: DraftNode) => node.inputs.flatMap((name) => makers.get(name) ?? [])
  /** Reads what the model was given, and no weights. */
  const isPlain = (node: DraftNode) => kinds.get(node) === 'data' && node.inputs.every((name) => originOf(name) !== 'weight')
  const isSeed = (node: DraftNode) => kinds.get(node) === 'constant' || exactOps.has(node.opType) || readsUnsayable(graph, node)
  const seeds = new Set(graph.nodes.filter(isSeed))

  const after = new Set(seeds)
  for (const node of graph.nodes) if (isPlain(node) && makersOf(node).some((maker) => after.has(maker))) after.add(node)
  const before = new Set<DraftNode>()
  const last = new Set<DraftNode>(exactEnd ? graph.outputs.flatMap((name) => makers.get(name) ?? []).filter(isPlain) : [])
  for (const node of graph.nodes.toReversed()) {
    for (const maker of makersOf(node).filter(isPlain)) {
      if (seeds.has(node) || before.has(node)) before.add(maker)
      if (last.has(node)) last.add(maker)
    }
  }

  const exact = new Set([...seeds, ...last, ...[...after].filter((node) => before.has(node))])
  for (const node of graph.nodes) {
    const read = makersOf(node)
    const isWhole = node.inputs.every((name) => makers.has(name) || graph.initializers.has(name) || name === '')
    if (isPlain(node) && isWhole && read.every((maker) => exact.has(maker))) exact.add(node)
  }
  return exact
}

function originsIn(graph: DraftGraph) {
  const origins = new Map<string, Origin>(graph.inputs.map((name) => [name, 'data']))
  for (const [name, tensor] of graph.initializers) origins.set(name, tensor.isLearned === true ? 'weight' : 'constant')
  const originOf = (name: string): Origin => origins.get(name) ?? 'constant'
  const kinds = new Map<DraftNode, Origin>()
  for (const node of graph.nodes) {
    const read = node.opType === 'Shape' ? [] : node.inputs.map(originOf)
    const kind = read.includes('data') ? 'data' : read.includes('weight') ? 'weight' : 'constant'
    kinds.set(node, kind)
    for (const name of node.outputs) origins.set(name, kind)
  }
  return { originOf, kinds }
}

/** Half precision's largest number, and the smallest above 0. */
export const largestHalf = 65504
const smallestHalf = 2 ** -24

function readsUnsayable(graph: DraftGraph, node: DraftNode): boolean {
  const isUnsayable = (v: number) => Number.isFinite(v) && v !== 0 && (Math.abs(v) > largestHalf || Math.abs(v) < smallestHalf)
  return node.inputs.some((name) => graph.initializers.get(name)?.values?.some(isUnsayable) === true)
}
