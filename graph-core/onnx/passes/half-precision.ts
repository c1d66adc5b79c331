/**
 * A model in half precision: weights and network are float16, inputs and outputs stay float32, as Ultralytics' exporter writes half=True on a
 * machine without a GPU (there it converts the graph and keeps the types of its ends). Programs that feed the single-precision file run this one
 * unchanged, and boxes leave with all their digits.
 */
import type { TensorType } from '../../symbolic'
import { halfBits } from '../constants'
import type { DraftGraph, DraftNode, DraftTensor } from '../graph'
import { dataTypes } from '../model'
import { type PrecisionOptions, exactNodes, largestHalf } from './precision'

type Float = 'f32' | 'f16'

/** Changes the graph in place, and the types of its values. Which nodes stay in single precision, `precision.ts` says. */
export function toHalfPrecision(graph: DraftGraph, types: Map<string, TensorType>, options: PrecisionOptions): void {
  const exact = exactNodes(graph, options)
  const precisionOf = (node: DraftNode): Float => (exact.has(node) ? 'f32' : 'f16')
  const ends = freeOutputs(graph, types, (node) => precisionOf(node) === 'f16')
  for (const node of graph.nodes) if (precisionOf(node) === 'f16') halve(node, types)

  const readAs = (node: DraftNode, i: number) => (needsWhole(node, i) ? 'f32' : precisionOf(node))
  const readWhole = graph.nodes.flatMap((node) => node.inputs.filter((_, i) => readAs(node, i) === 'f32'))
  const reads = new Reads(graph, types, new Set(readWhole))
  for (const node of graph.nodes) {
    node.inputs = node.inputs.map((name, i) => reads.read(name, readAs(node, i)))
    reads.nodes.push(node)
  }
  for (const [inner, name] of ends) reads.cast(inner, 'f32', name)
  graph.nodes = reads.nodes
}

/** Results become float16; so does what a Cast casts to. */
function halve(node: DraftNode, types: Map<string, TensorType>): void {
  for (const name of node.outputs) {
    const type = types.get(name)
    if (type?.dtype === 'f32') types.set(name, { ...type, dtype: 'f16' })
  }
  if (node.opType !== 'Cast') return
  node.attributes = node.attributes.map((a) =>
    a.name === 'to' && a.value === dataTypes.float32 ? { name: 'to', type: 'int', value: dataTypes.float16 } : a,
  )
}

/** The factors of a Resize are float32 in every model. */
const needsWhole = ({ opType }: DraftNode, i: number) => opType === 'Resize' && i > 0

/** Outputs that are made in half precision get another name, so that a Cast can make them. Pairs of the new name and the output's. */
function freeOutputs(graph: DraftGraph, types: Map<string, TensorType>, isHalf: (node: DraftNode) => boolean): [string, string][] {
  const freed = new Map<string, string>()
  for (const node of graph.nodes.filter(isHalf)) {
    node.outputs = node.outputs.map((name) => {
      const type = types.get(name)
      if (type?.dtype !== 'f32' || !graph.outputs.includes(name)) return name
      const inner = `${name}_float16`
      freed.set(name, inner)
      types.set(inner, type)
      return inner
    })
  }
  for (const node of graph.nodes) node.inputs = node.inputs.map((name) => freed.get(name) ?? name)
  return [...freed].map(([name, inner]) => [inner, name])
}

/** Gives each reader a value in the precision it computes in. Every value is cast once at most. */
class Reads {
  readonly nodes: DraftNode[] = []
  private readonly casts = new Map<string, string>()
  private readonly whole: ReadonlyMap<string, DraftTensor>

  constructor(
    private readonly graph: DraftGraph,
    private readonly types: Map<string, TensorType>,
    /** What some node reads in single precision. */
    private readonly readWhole: ReadonlySet<string>,
  ) {
    this.whole = new Map(graph.initializers)
    for (const [name, { dataType }] of this.whole) if (dataType === 'float32') graph.initializers.delete(name)
  }

  read(name: string, precision: Float): string {
    const tensor = this.whole.get(name)
    const dtype = this.types.get(name)?.dtype
    if (tensor !== undefined && dtype === undefined) return this.initializer(tensor, precision)
    if (dtype !== (precision === 'f32' ? 'f16' : 'f32')) return name
    const key = `${precision} ${name}`
    const known = this.casts.get(key)
    if (known !== undefined) return known
    const cast = this.cast(name, precision, `${name}_${precision === 'f32' ? 'float32' : 'float16'}`)
    this.casts.set(key, cast)
    return cast
  }

  cast(name: string, to: Float, output: string): string {
    const value = to === 'f32' ? dataTypes.float32 : dataTypes.float16
    this.types.set(output, { ...this.types.get(name)!, dtype: to })
    this.nodes.push({
      opType: 'Cast',
      name: `${name}/Cast`,
      inputs: [name],
      outputs: [output],
      attributes: [{ name: 'to', type: 'int', value }],
    })
    return output
  }

  /** Learned weights are written in half precision and cast where more is needed; all else is written in each precision that reads it. */
  private initializer(tensor: DraftTensor, precision: Float): string {
    if (tensor.dataType !== 'float32') return tensor.name
    const { initializers } = this.graph
    if (precision === 'f32' && tensor.isLearned !== true) {
      initializers.set(tensor.name, tensor)
      return tensor.name
    }
    const name = this.halfName(tensor)
    initializers.set(name, halved(tensor, name))
    this.types.set(name, { shape: tensor.dims, dtype: 'f16' })
    return precision === 'f16' ? name : this.read(name, precision)
  }

  /** Constants are named by what they hold (`f32(0.5)`), all else by its place; what is written twice has two names. */
  private halfName({ name, isLearned, values }: DraftTensor): string {
    if (values !== undefined) return name.replace(/^f32/, 'f16')
    return isLearned === true || !this.readWhole.has(name) ? name : `${name}_float16`
  }
}

/** The same tensor in half precision. A number too large for it becomes the largest there is. */
function halved(tensor: DraftTensor, name: string): DraftTensor {
  return {
    name,
    dims: tensor.dims,
    dataType: 'float16',
    byteLength: tensor.byteLength / 2,
    isLearned: tensor.isLearned,
    async read() {
      const halves = Uint16Array.from(await tensor.floats!(), (v) => halfBits(Number.isFinite(v) ? clamped(v) : v))
      return new Uint8Array(halves.buffer)
    },
  }
}

const clamped = (v: number) => Math.min(largestHalf, Math.max(-largestHalf, v))
