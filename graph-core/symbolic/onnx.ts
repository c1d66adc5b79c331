import type { Dim } from './dim'
import type { DType, TensorType } from './tensor'

/** A value of the ONNX graph under construction. */
export interface OnnxValue extends TensorType {
  readonly name: string
}

export type OnnxAttribute = number | string | readonly number[] | { readonly float: number } | { readonly floats: readonly number[] }

/** What an op needs to write itself as ONNX. Numbers in attributes are integers unless wrapped as `{ float }`. */
export interface OnnxBuilder {
  readonly opset: number
  /** Adds a node with one output of the given type and returns that output; trailing `null` inputs are left out. */
  node(op: string, inputs: readonly (OnnxValue | null)[], out: TensorType, attributes?: Record<string, OnnxAttribute>): OnnxValue
  /** Adds a node with several outputs. */
  nodes(
    op: string,
    inputs: readonly (OnnxValue | null)[],
    outs: readonly TensorType[],
    attributes?: Record<string, OnnxAttribute>,
  ): OnnxValue[]
  /** A constant tensor. */
  constant(values: readonly number[], shape: readonly number[], dtype: DType): OnnxValue
  /** Sizes as a 1-D int64 tensor: a constant where all are numbers, else Shape arithmetic. */
  dims(sizes: readonly Dim[]): OnnxValue
  /** Stops the export with a reason the user sees. */
  refuse(reason: string): never
}
