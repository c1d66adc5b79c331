import { type OnnxBuilder, type OnnxValue } from './onnx'
import { type Tensor, type TensorType } from './tensor'
import type { PyExpr, PyPrinter } from './torch'
import type { Checks, Frame } from './trace'

/** A primitive: how it shapes, costs, and writes itself as ONNX and as PyTorch. None of the four is optional. */
export interface OpSpec<A> {
  /** Output types; throws ShapeError where PyTorch raises. */
  infer(ins: readonly TensorType[], a: A, check: Checks): TensorType[]
  /** True multiply-accumulates, on hints. */
  macs(ins: readonly TensorType[], outs: readonly TensorType[], a: A): number
  /** Adds its nodes; returns one value an output. */
  onnx(g: OnnxBuilder, ins: readonly OnnxValue[], a: A, outs: readonly TensorType[]): OnnxValue[]
  /** A Python expression: the output, or a tuple of outputs. */
  torch(p: PyPrinter, ins: readonly PyExpr[], a: A, types: { ins: readonly TensorType[]; outs: readonly TensorType[] }): PyExpr
  /** Set where PyTorch makes no copy: the values as they lie, or in another order, which a later `straight` view has to copy. */
  readonly view?: 'straight' | 'moved'
  /**
   * Set where results are shares from 0 to 1, as the weights of attention are (`gives`), and where one input can weigh the other: value by value
   * (`applies`), or in sums over its last but one axis and the other's last (`mixes`).
   */
  readonly weighs?: 'gives' | 'applies' | 'mixes'
}

export interface Op<A> extends OpSpec<A> {
  readonly name: string
}

export type AnyOp = Op<unknown>

/** An op applied to tensors: records a node in their trace. Returns the first output. */
export interface OpCall<A> {
  (ins: readonly Tensor[], a: A): Tensor
  /** All outputs. */
  all(ins: readonly Tensor[], a: A): Tensor[]
  /** For ops without tensor inputs: the frame says which trace. */
  source(f: Frame, a: A): Tensor
  readonly op: Op<A>
}

/** Defines a primitive. */
export function defineOp<A>(name: string, spec: OpSpec<A>): OpCall<A> {
  const op: Op<A> = { name, ...spec }
  const all = (ins: readonly Tensor[], a: A) => ins[0]!.trace.apply(op as AnyOp, ins, a)
  return Object.assign((ins: readonly Tensor[], a: A) => all(ins, a)[0]!, {
    all,
    source: (f: Frame, a: A) => f.trace.apply(op as AnyOp, [], a)[0]!,
    op,
  })
}
