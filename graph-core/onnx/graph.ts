import type { AttributeProto, TensorProto } from './model'

/** A graph under construction. Values are names; passes change nodes and initializers in place. */
export interface DraftGraph {
  nodes: DraftNode[]
  /** Constants and weights by name. */
  readonly initializers: Map<string, DraftTensor>
  readonly inputs: readonly string[]
  outputs: string[]
}

export interface DraftNode {
  readonly opType: string
  readonly name: string
  /** An empty name is an optional input left out. */
  inputs: string[]
  outputs: string[]
  attributes: readonly AttributeProto[]
}

/** An initializer; floats can also be read as numbers, which passes need that compute new ones. */
export interface DraftTensor extends TensorProto {
  /** Whether it was trained, which constants, buffers and frozen parameters were not. */
  readonly isLearned?: boolean
  /** What a constant of floats holds. */
  readonly values?: Float32Array
  /** A new array each time, which the reader may change. */
  floats?(): Promise<Float32Array>
}

/** What a graph reads. */
export interface ReadGraph {
  readonly nodes: readonly { readonly inputs: readonly string[] }[]
  readonly outputs: readonly string[]
}

/** How often each value is read; what leaves the graph counts as read. */
export function readCounts(graph: ReadGraph): Map<string, number> {
  const counts = new Map<string, number>()
  const read = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const node of graph.nodes) node.inputs.forEach(read)
  graph.outputs.forEach(read)
  return counts
}

/** The value of a float attribute, or what the format takes where it is left out. */
export function floatAttribute(node: DraftNode, name: string, absent: number): number {
  const found = node.attributes.find((a) => a.name === name)
  return found?.type === 'float' ? found.value : absent
}

/** The value of an integer attribute, or what the format takes where it is left out. */
export function intAttribute(node: DraftNode, name: string, absent: number): number {
  const found = node.attributes.find((a) => a.name === name)
  return found?.type === 'int' ? found.value : absent
}
