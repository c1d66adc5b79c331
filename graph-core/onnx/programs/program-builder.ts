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

  constructor(private readonly prefix: string) {}

  /** An operator with one output, under a name of its own or the one given. An empty input is left out. */
  node(opType: string, inputs: readonly string[], attributes: Attributes = {}, output = this.fresh(opType)): string {
    return this.many(opType, inputs, [output], attributes)[0]!
  }

  /** An operator with several outputs; an empty name is one that nobody reads. */
  many(opType: string, inputs: readonly string[], outputs: readonly string[], attributes: Attributes = {}): readonly string[] {
    this.nodes.push({ opType, name: this.fresh(opType), inputs, outputs, attributes: Object.entries(attributes).map(attribute) })
    return outputs
  }

  float(value: number): string {
    return this.keep(tensorOf(this.fresh('float'), [], 'float32', Float32Array.of(value)))
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
    return `${this.prefix}/${kind}_${this.nodes.length + this.initializers.length}`
  }
}
