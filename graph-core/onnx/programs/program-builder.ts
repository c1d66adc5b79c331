/** Writes small graphs by hand: around a network, not of one. */
import type { AttributeProto, NodeProto, TensorProto } from '../model'
import { int64Tensor, tensorOf } from '../tensors'

export type Attributes = Readonly<Record<string, number | string | readonly number[]>>

const attribute = ([name, value]: readonly [string, Attributes[string]]): AttributeProto => {
  if (typeof value === 'number') return { name, type: 'int', value }
  return typeof value === 'string' ? { name, type: 'string', value } : { name, type: 'ints', value }
}

/** Nodes and constants under one prefix, so that they can stand beside others in one graph. Values are names. */
export class ProgramBuilder {
  readonly nodes: NodeProto[] = []
  readonly initializers: TensorProto[] = []
  private made = 0

  constructor(
    private readonly prefix: string,
    private readonly opset: number,
  ) {}

  /** An operator with one output, under a name of its own or the one given. An empty input is left out. */
  node(opType: string, inputs: readonly string[], attributes: Attributes = {}, output = this.fresh(opType)): string {
    return this.many(opType, inputs, [output], attributes)[0]!
  }

  /** An operator with several outputs; an empty name is one that nobody reads. */
  many(opType: string, inputs: readonly string[], outputs: readonly string[], attributes: Attributes = {}): readonly string[] {
    this.nodes.push({ opType, name: this.fresh(opType), inputs, outputs, attributes: Object.entries(attributes).map(attribute) })
    return outputs
  }

  /** Part of an axis. */
  slice(x: string, from: number, to: number, axis: number): string {
    return this.node('Slice', [x, this.ints(from), this.ints(to), this.ints(axis)])
  }

  /** The largest along an axis, which disappears. The operator has its axes as an input from opset 18 on. */
  greatest(x: string, axis: number): string {
    return this.opset >= 18
      ? this.node('ReduceMax', [x, this.ints(axis)], { keepdims: 0 })
      : this.node('ReduceMax', [x], { axes: [axis], keepdims: 0 })
  }

  /** The largest values of the last axis, and where they were. */
  best(x: string, count: string): readonly [values: string, places: string] {
    return this.many('TopK', [x, count], [this.fresh('best'), this.fresh('places')]) as [string, string]
  }

  float(value: number): string {
    return this.keep(tensorOf(this.fresh('float'), [], 'float32', Float32Array.of(value)))
  }

  /** A list of one float. */
  floats(value: number): string {
    return this.keep(tensorOf(this.fresh('floats'), [1], 'float32', Float32Array.of(value)))
  }

  int(value: number): string {
    return this.keep(int64Tensor(this.fresh('int'), [], [value]))
  }

  /** A list of int64, as axes and sizes are given. */
  ints(...values: readonly number[]): string {
    return this.keep(int64Tensor(this.fresh('ints'), [values.length], values))
  }

  private keep(tensor: TensorProto): string {
    this.initializers.push(tensor)
    return tensor.name
  }

  private fresh(kind: string): string {
    return `${this.prefix}/${kind}_${this.made++}`
  }
}
