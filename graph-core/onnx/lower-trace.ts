import { type Buffer, type OnnxValue, type OpNode, Param, type Tensor, type Trace, type TraceItem, moduleOf, tensorsIn } from '../symbolic'
import { constantTensor } from './constants'
import type { GraphBuilder } from './graph-builder'
import type { DraftTensor } from './graph'
import { opsIn, scopeOf } from './scope'
import { lazyFloats } from './tensors'
import type { WeightSource } from './weight-source'

/** Where the weights of a trace are found. */
export interface TraceWeights {
  /** Names in state_dict. What no module registers is named by the place of the module that uses it. */
  readonly names: ReadonlyMap<Param | Buffer, string>
  readonly source: WeightSource
}

/**
 * Writes the part of a trace that the outputs need. Returns what each tensor is called in the graph. `given` are the tensors that come
 * from outside.
 */
export function lowerTrace(
  g: GraphBuilder,
  trace: Trace,
  given: ReadonlyMap<Tensor, OnnxValue>,
  outputs: readonly Tensor[],
  weights: TraceWeights,
): (t: Tensor) => OnnxValue {
  const values = new Map(given)
  const parameters = new Map([...trace.parameters].map(([p, t]) => [t, p] as const))
  const places = new Map<Param | Buffer, string>()
  const live = liveOps(trace, outputs)

  const valueOf = (t: Tensor): OnnxValue => {
    let value = values.get(t)
    if (value === undefined) {
      const p = parameters.get(t)
      if (p === undefined) throw new Error(`expected tensor ${t.id} to be made before it is read`)
      const name = weights.names.get(p) ?? places.get(p) ?? 'weight'
      values.set(t, (value = g.weight(name, t, (unique) => weightTensor(unique, name, p, weights.source))))
    }
    return value
  }

  const lower = (items: readonly TraceItem[]) => {
    for (const item of items) {
      if (item.kind === 'op') {
        if (live.has(item)) lowerOp(item)
        continue
      }
      const outer = g.scope
      g.scope = scopeOf(outer, item)
      for (const [name, p] of moduleOf(item.module).tensors) {
        if (!places.has(p)) places.set(p, g.scope.path === '' ? name : `${g.scope.path}.${name}`)
      }
      lower(item.body)
      g.scope = outer
    }
  }

  const lowerOp = ({ op, ins, a, outs }: OpNode) => {
    const made = op.onnx(g, ins.map(valueOf), a, outs)
    outs.forEach((t, i) => values.set(t, { name: made[i]!.name, shape: t.shape, dtype: t.dtype }))
  }

  lower(trace.body)
  return valueOf
}

function liveOps(trace: Trace, outputs: readonly Tensor[]): Set<OpNode> {
  const needed = new Set(tensorsIn(outputs))
  const live = new Set<OpNode>()
  for (const node of [...opsIn(trace.body)].reverse()) {
    if (!node.outs.some((t) => needed.has(t))) continue
    live.add(node)
    for (const t of node.ins) needed.add(t)
  }
  return live
}

function weightTensor(name: string, sourceName: string, p: Param | Buffer, source: WeightSource): DraftTensor {
  const floats = async () => {
    const values = await source(sourceName, p)
    const expected = p.shape.reduce((n, d) => n * d, 1)
    if (values.length !== expected) throw new Error(`expected ${expected} values for ${sourceName}, got ${values.length}`)
    return values
  }
  if (p.dtype === 'f32') return { ...lazyFloats(name, p.shape, floats), floats, isLearned: p instanceof Param && !p.frozen }
  const { dtype, shape } = p
  const empty = constantTensor(name, new Float32Array(shape.reduce((n, d) => n * d, 1)), shape, dtype)
  return { ...empty, read: async () => constantTensor(name, await floats(), shape, dtype).read() }
}
