import type { DType, Dim, OnnxAttribute, OnnxBuilder, OnnxValue, TensorType } from '../symbolic'
import { constantKey, constantName, constantTensor } from './constants'
import type { DraftGraph, DraftNode, DraftTensor } from './graph'
import type { AttributeProto } from './model'
import { whyNotIn } from './opsets'
import { Refusal } from './refusal'
import { type Scope, rootScope } from './scope'
import { ShapeArithmetic } from './shape-arithmetic'

/** Collects what ops write: nodes named by their place in the model, constants once each, sizes as constants or Shape arithmetic. */
export class GraphBuilder implements OnnxBuilder {
  /** The scope new nodes belong to. */
  scope: Scope = rootScope
  readonly types = new Map<string, TensorType>()
  private readonly initializers = new Map<string, DraftTensor>()
  private readonly constants = new Map<string, OnnxValue>()
  private readonly names = new Set<string>()
  private readonly counts = new Map<string, number>()
  private readonly body: DraftNode[] = []
  /** Sizes depend on the inputs alone, so their nodes stand before all others. */
  private readonly sizes: DraftNode[] = []
  private readonly arithmetic: ShapeArithmetic

  constructor(
    readonly opset: number,
    private readonly inputs: readonly OnnxValue[],
    reserved: Iterable<string> = [],
  ) {
    for (const name of reserved) this.names.add(name)
    for (const input of inputs) {
      this.names.add(input.name)
      this.types.set(input.name, input)
    }
    this.arithmetic = new ShapeArithmetic(
      {
        node: (op, ins, attributes = {}) => this.append(this.sizes, '/sizes', op, ins, 1, attributes)[0]!,
        constant: (values) => this.constant(values, [values.length], 'i64').name,
      },
      inputs,
    )
  }

  node(op: string, inputs: readonly (OnnxValue | null)[], out: TensorType, attributes: Record<string, OnnxAttribute> = {}): OnnxValue {
    return this.nodes(op, inputs, [out], attributes)[0]!
  }

  nodes(
    op: string,
    inputs: readonly (OnnxValue | null)[],
    outs: readonly TensorType[],
    attributes: Record<string, OnnxAttribute> = {},
  ): OnnxValue[] {
    const why = whyNotIn(this.opset, op)
    if (why !== undefined) this.refuse(why)
    const given = inputs.slice(0, inputs.findLastIndex((i) => i !== null) + 1).map((i) => i?.name ?? '')
    return this.append(this.body, this.scope.text, op, given, outs.length, attributes).map((name, i) => {
      const { shape, dtype } = outs[i]!
      this.types.set(name, { shape, dtype })
      return { name, shape, dtype }
    })
  }

  constant(values: readonly number[], shape: readonly number[], dtype: DType): OnnxValue {
    const key = constantKey(values, shape, dtype)
    let value = this.constants.get(key)
    if (value === undefined) {
      value = { name: this.unused(constantName(values, shape, dtype)), shape, dtype }
      this.constants.set(key, value)
      this.initializers.set(value.name, constantTensor(value.name, values, shape, dtype))
    }
    return value
  }

  dims(sizes: readonly Dim[]): OnnxValue {
    const isKnown = (d: Dim) => typeof d === 'number'
    if (sizes.every(isKnown)) return this.constant(sizes, [sizes.length], 'i64')
    return { name: this.arithmetic.vector(sizes), shape: [sizes.length], dtype: 'i64' }
  }

  refuse(reason: string): never {
    throw new Refusal(reason, this.scope.path)
  }

  /** Adds a weight under its own name; `make` is given that name, made unique. */
  weight(name: string, type: TensorType, make: (name: string) => DraftTensor): OnnxValue {
    const unique = this.unused(name)
    this.initializers.set(unique, make(unique))
    return { name: unique, shape: type.shape, dtype: type.dtype }
  }

  /** The graph with the given values as outputs; a value that is no node's own, or leaves twice, is copied first. */
  finish(outputs: readonly { readonly name: string; readonly value: OnnxValue }[]): DraftGraph {
    this.scope = rootScope
    const renamed = new Map<string, string>()
    const made = new Set(this.body.flatMap((n) => n.outputs))
    for (const { name, value } of outputs) {
      if (made.has(value.name) && !renamed.has(value.name)) renamed.set(value.name, name)
      else renamed.set(this.node('Identity', [value], value).name, name)
      this.types.set(name, { shape: value.shape, dtype: value.dtype })
    }
    const rename = (name: string) => renamed.get(name) ?? name
    for (const node of this.body) {
      node.inputs = node.inputs.map(rename)
      node.outputs = node.outputs.map(rename)
    }
    return {
      nodes: [...this.sizes, ...this.body],
      initializers: this.initializers,
      inputs: this.inputs.map((i) => i.name),
      outputs: outputs.map((o) => o.name),
    }
  }

  private append(
    to: DraftNode[],
    scope: string,
    opType: string,
    inputs: readonly string[],
    outputs: number,
    attributes: Record<string, OnnxAttribute>,
  ): string[] {
    const place = `${scope}/${opType}`
    const count = this.counts.get(place) ?? 0
    this.counts.set(place, count + 1)
    const name = count === 0 ? place : `${place}_${count}`
    const made = Array.from({ length: outputs }, (_, i) => this.unused(`${name}_output_${i}`))
    to.push({ opType, name, inputs: [...inputs], outputs: made, attributes: Object.entries(attributes).map(attributeOf) })
    return made
  }

  private unused(wanted: string): string {
    let name = wanted
    for (let i = 1; this.names.has(name); i++) name = `${wanted}_${i}`
    this.names.add(name)
    return name
  }
}

function attributeOf([name, value]: readonly [string, OnnxAttribute]): AttributeProto {
  if (typeof value === 'number') return { name, type: 'int', value }
  if (typeof value === 'string') return { name, type: 'string', value }
  if ('float' in value) return { name, type: 'float', value: value.float }
  if ('floats' in value) return { name, type: 'floats', value: value.floats }
  return { name, type: 'ints', value }
}
