import { type Dim, hintOf } from './dim'
import type { Trace } from './trace'

export type DType = 'f32' | 'f16' | 'i64' | 'i32' | 'u8' | 'bool'

/** What is known of a tensor without running anything: its sizes, `[n, c, h, w]` for an image, and its element type. */
export interface TensorType {
  readonly shape: readonly Dim[]
  readonly dtype: DType
}

/** A symbolic tensor: a value of one trace. Its fluent operations are installed by `kernels/ops/methods.ts`. */
export class Tensor implements TensorType {
  /** The tensor that took this one's place when an in-place operation overwrote it. */
  overwrittenBy: Tensor | undefined

  constructor(
    readonly trace: Trace,
    readonly id: number,
    readonly shape: readonly Dim[],
    readonly dtype: DType,
  ) {}

  /** Number of axes. */
  get rank(): number {
    return this.shape.length
  }

  /** Size along an axis; negative axes count from the end. */
  size(axis: number): Dim {
    const d = this.shape.at(axis)
    if (d === undefined) throw new Error(`expected an axis below ${this.rank}, got ${axis}`)
    return d
  }

  /** The tensor that holds this one's value now, after any in-place operation. */
  get current(): Tensor {
    return this.overwrittenBy === undefined ? this : this.overwrittenBy.current
  }
}

/** Sizes that are passed beside tensors, such as the height and width of each map in a flattened sequence. */
export class Sizes {
  constructor(readonly of: readonly (readonly Dim[])[]) {}
}

/** What PyTorch passes to and returns from modules: a tensor, sizes, a list or tuple, a dict, or None. */
export type Value = Tensor | Sizes | readonly Value[] | { readonly [key: string]: Value } | null

/** The type nest of a value: tensors become their types. */
export type ShapeTree = TensorType | readonly ShapeTree[] | { readonly [key: string]: ShapeTree } | null

/** All tensors in a value, in the order PyTorch flattens them. */
export function tensorsIn(value: Value): Tensor[] {
  if (value === null || value instanceof Sizes) return []
  if (value instanceof Tensor) return [value]
  return (Array.isArray(value) ? (value as readonly Value[]) : Object.values(value as { [key: string]: Value })).flatMap(tensorsIn)
}

/** The same nest with every tensor replaced by what `leaf` makes of it; sizes are left out as None. */
export function mapTensors<T>(value: Value, leaf: (t: Tensor) => T): Nest<T> {
  if (value === null || value instanceof Sizes) return null
  if (value instanceof Tensor) return leaf(value)
  if (Array.isArray(value)) return (value as readonly Value[]).map((v) => mapTensors(v, leaf))
  return Object.fromEntries(Object.entries(value as { [key: string]: Value }).map(([k, v]) => [k, mapTensors(v, leaf)]))
}

/** The same value with tensors and sizes replaced. */
export function mapValue(value: Value, tensor: (t: Tensor) => Value, sizes: (s: Sizes) => Value = (s) => s): Value {
  if (value === null) return null
  if (value instanceof Tensor) return tensor(value)
  if (value instanceof Sizes) return sizes(value)
  if (Array.isArray(value)) return (value as readonly Value[]).map((v) => mapValue(v, tensor, sizes))
  return Object.fromEntries(Object.entries(value as { [key: string]: Value }).map(([k, v]) => [k, mapValue(v, tensor, sizes)]))
}

/** The same value as it is now, after any in-place operation. */
export const currentOf = (value: Value): Value => (value instanceof Tensor ? value.current : mapValue(value, (t) => t.current))

export type Nest<T> = T | readonly Nest<T>[] | { readonly [key: string]: Nest<T> } | null

/** The types of a value, detached from its trace. */
export function typesOf(value: Value): ShapeTree {
  return mapTensors(value, ({ shape, dtype }): TensorType => ({ shape, dtype })) as ShapeTree
}

export function isTensorType(tree: ShapeTree): tree is TensorType {
  return tree !== null && 'dtype' in tree && 'shape' in tree
}

/** `64×80×80`: sizes as people read them, on hints, without the batch. */
export function shapeText(type: TensorType): string {
  return type.shape
    .slice(type.shape.length > 1 ? 1 : 0)
    .map(hintOf)
    .join('×')
}
