/**
 * The fluent side of the language: what `x.sigmoid()`, `x.chunk(2, 1)` and `f.concat([...], 1)` mean. Names and
 * arguments are torch's. Importing this file installs them on Tensor and Frame; `kernels/index.ts` does.
 */
import { type DType, type Dim, Frame, ShapeError, Tensor, dim, hintOf } from '../../graph-core/symbolic'
import * as arithmetic from './arithmetic'
import * as elementwise from './elementwise'
import { matmul, softmax } from './matmul'
import { rearrange } from './rearrange'
import * as reduce from './reduce'
import { gather, topk } from './select'
import { axisOf, concat, expand, permute, repeat, reshape, slice, split } from './shape'
import { sizeOf } from './size'
import { arange, constant, full } from './source'

type Operand = Tensor | number
const withOperand = (op: typeof arithmetic.add) => (x: Tensor, y: Operand) =>
  typeof y === 'number' ? op([x], { number: y }) : op([x, y], {})
const reversed = (op: typeof arithmetic.add) => (x: Tensor, left: number) => op([x], { number: left, reversed: true })
const plain = (op: typeof elementwise.sigmoid) => (x: Tensor) => op([x], null)
const axesOf = (axes: number | readonly number[]) => (typeof axes === 'number' ? [axes] : axes)

/** A shape with one -1 filled in from the number of elements. */
function filled(x: Tensor, shape: readonly Dim[]): Dim[] {
  const rest = shape.filter((d) => d !== -1)
  return shape.map((d) => (d === -1 ? dim.floorDiv(dim.product(x.shape), dim.product(rest)) : d))
}

const tensorMethods = {
  add: withOperand(arithmetic.add),
  sub: withOperand(arithmetic.sub),
  mul: withOperand(arithmetic.mul),
  div: withOperand(arithmetic.div),
  pow: withOperand(arithmetic.pow),
  gt: withOperand(arithmetic.greater),
  lt: withOperand(arithmetic.less),
  /** number - x. */
  rsub: reversed(arithmetic.sub),
  /** number / x. */
  rdiv: reversed(arithmetic.div),
  /** `//` of integers that are not negative. */
  floorDivide: (x: Tensor, number: number) => arithmetic.floorDivide([x], { number }),
  /** `%` of integers that are not negative. */
  remainder: (x: Tensor, number: number) => arithmetic.remainder([x], { number }),
  minimum: (x: Tensor, y: Tensor) => arithmetic.minimum([x, y], null),
  maximum: (x: Tensor, y: Tensor) => arithmetic.maximum([x, y], null),
  /** `condition.where(a, b)`: a where the condition holds, else b. */
  where: (condition: Tensor, x: Tensor, y: Tensor) => arithmetic.where([condition, x, y], null),

  sigmoid: plain(elementwise.sigmoid),
  relu: plain(elementwise.relu),
  tanh: plain(elementwise.tanh),
  exp: plain(elementwise.exp),
  log: plain(elementwise.log),
  sqrt: plain(elementwise.sqrt),
  abs: plain(elementwise.abs),
  neg: plain(elementwise.neg),
  floor: plain(elementwise.floor),
  sin: plain(elementwise.sin),
  cos: plain(elementwise.cos),
  silu: plain(elementwise.silu),
  gelu: plain(elementwise.gelu),
  softplus: plain(elementwise.softplus),
  clamp: (x: Tensor, min: number | null, max: number | null = null) => elementwise.clamp([x], { min, max }),
  to: (x: Tensor, dtype: DType) => elementwise.cast([x], { to: dtype }),

  matmul: (x: Tensor, y: Tensor) => matmul([x, y], null),
  softmax: (x: Tensor, axis: number) => softmax([x], { axis }),
  mean: (x: Tensor, axes: number | readonly number[], keepdim = false) => reduce.mean([x], { axes: axesOf(axes), keepdim }),
  sum: (x: Tensor, axes: number | readonly number[], keepdim = false) => reduce.sum([x], { axes: axesOf(axes), keepdim }),
  amax: (x: Tensor, axes: number | readonly number[], keepdim = false) => reduce.amax([x], { axes: axesOf(axes), keepdim }),
  amin: (x: Tensor, axes: number | readonly number[], keepdim = false) => reduce.amin([x], { axes: axesOf(axes), keepdim }),
  argmax: (x: Tensor, axis: number, keepdim = false) => reduce.argmax([x], { axis, keepdim }),
  /** Values and indices of the k largest. */
  topk: (x: Tensor, k: Dim, axis = -1) => topk.all([x], { k, axis }) as [Tensor, Tensor],
  gather: (x: Tensor, axis: number, index: Tensor) => gather([x, index], { axis }),

  /** torch's view: one size may be -1. */
  reshape: (x: Tensor, ...shape: Dim[]) => reshape([x], { shape: filled(x, shape) }),
  permute: (x: Tensor, ...axes: number[]) => permute([x], { axes }),
  transpose: (x: Tensor, a: number, b: number) => {
    const [i, j] = [axisOf(x, a), axisOf(x, b)]
    return permute([x], { axes: x.shape.map((_, k) => (k === i ? j : k === j ? i : k)) })
  },
  rearrange,
  flatten: (x: Tensor, from = 0, to = -1) => {
    const [start, end] = [axisOf(x, from), axisOf(x, to)]
    return reshape([x], { shape: [...x.shape.slice(0, start), dim.product(x.shape.slice(start, end + 1)), ...x.shape.slice(end + 1)] })
  },
  unsqueeze: (x: Tensor, axis: number) => {
    const at = axis < 0 ? axis + x.rank + 1 : axis
    return reshape([x], { shape: [...x.shape.slice(0, at), 1, ...x.shape.slice(at)] })
  },
  squeeze: (x: Tensor, axis: number) => {
    const at = axisOf(x, axis)
    return x.shape[at] === 1 ? reshape([x], { shape: x.shape.filter((_, i) => i !== at) }) : x
  },
  split: (x: Tensor, sizes: readonly Dim[], axis = 0) => split.all([x], { sizes, axis }),
  /** Equal pieces; the last one smaller where it does not come out even. */
  chunk: (x: Tensor, pieces: number, axis = 0) => {
    const size = x.size(axis)
    const each = dim.ceilDiv(size, pieces)
    if (typeof size !== 'number') {
      x.trace.same(dim.mul(each, pieces), size, 'chunk')
      return split.all([x], { sizes: new Array<Dim>(pieces).fill(each), axis })
    }
    const count = Math.ceil(size / hintOf(each))
    return split.all([x], { sizes: Array.from({ length: count }, (_, i) => Math.min(hintOf(each), size - i * hintOf(each))), axis })
  },
  /** Python's slice along one axis; negative bounds count from the end. */
  slice: (x: Tensor, axis: number, start: number, end: Dim | null = null, step = 1) => {
    const size = x.size(axis)
    const bound = (d: Dim) =>
      typeof d === 'number' && d < 0 ? dim.add(size, d) : typeof size === 'number' && typeof d === 'number' ? Math.min(d, size) : d
    return slice([x], { axis, start: bound(start), end: end === null ? size : bound(end), step })
  },
  /** x[:, …, index, …]: one position along an axis, which disappears. */
  select: (x: Tensor, axis: number, index: number) => {
    const at = axisOf(x, axis)
    const one = x.slice(at, index, index === -1 ? null : index + 1)
    return reshape([one], { shape: x.shape.filter((_, i) => i !== at) })
  },
  expand: (x: Tensor, ...shape: Dim[]) => expand([x], { shape: shape.map((d, i) => (d === -1 ? x.shape[i - shape.length + x.rank]! : d)) }),
  repeat: (x: Tensor, ...times: Dim[]) => repeat([x], { times }),
}

const frameMethods = {
  /** torch.cat. */
  concat: (_: Frame, tensors: readonly Tensor[], axis = 0) => {
    if (tensors.length === 0) throw new ShapeError('shape.concat', 'there is nothing to join: the list of maps is empty')
    return concat(tensors, { axis })
  },
  /** torch.stack. */
  stack: (_: Frame, tensors: readonly Tensor[], axis = 0) =>
    concat(
      tensors.map((t) => t.unsqueeze(axis)),
      { axis },
    ),
  /** 0, 1, … up to `end`. */
  arange: (f: Frame, end: Dim, dtype: DType = 'f32') => arange.source(f, { end, dtype }),
  /** Given values in row-major order. */
  constant: (f: Frame, values: readonly number[], shape: readonly number[] = [values.length], dtype: DType = 'f32') =>
    constant.source(f, { values, shape, dtype }),
  /** A size as a number to compute with. */
  sizeOf: (f: Frame, size: Dim) => sizeOf.source(f, { size }),
  /** One number everywhere. */
  full: (f: Frame, shape: readonly Dim[], value: number, dtype: DType = 'f32') => full.source(f, { value, shape, dtype }),
}

type Fluent<T> = { readonly [K in keyof T]: T[K] extends (self: never, ...args: infer A) => infer R ? (...args: A) => R : never }

declare module '../../graph-core/symbolic/tensor' {
  interface Tensor extends Fluent<typeof tensorMethods> {}
}
declare module '../../graph-core/symbolic/trace' {
  interface Frame extends Fluent<typeof frameMethods> {}
}

function install(prototype: object, methods: { readonly [name: string]: (self: never, ...args: never[]) => unknown }): void {
  for (const [name, method] of Object.entries(methods)) {
    const bound = function (this: never, ...args: never[]) {
      return method(this, ...args)
    }
    Object.defineProperty(prototype, name, { value: bound, configurable: true, writable: true })
  }
}

install(Tensor.prototype, tensorMethods)
install(Frame.prototype, frameMethods)
