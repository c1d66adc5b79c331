/**
 * An ONNX model as plain objects, named after the messages of the format. Only what Graft writes is here. Values of initializers are
 * read when they are written, so that a model is never whole in memory. Source: https://github.com/onnx/onnx/blob/main/docs/IR.md
 */
import type { LazyBytes } from '../byte-stream'

/** Element types by the numbers the format gives them. */
export const dataTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
} as const

export type OnnxDataType = keyof typeof dataTypes

/** Bytes one element takes in `raw_data`. */
export const elementBytes: Readonly<Record<OnnxDataType, number>> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
  float64: 8,
  uint32: 4,
  uint64: 8,
  bfloat16: 2,
}

export interface ModelProto {
  readonly irVersion: number
  readonly opsets: readonly OperatorSetIdProto[]
  readonly producerName?: string
  readonly producerVersion?: string
  readonly domain?: string
  readonly modelVersion?: number
  readonly docString?: string
  readonly graph: GraphProto
  readonly metadata?: readonly StringStringEntryProto[]
}

/** A set of operators the model uses; no domain is ONNX's own. */
export interface OperatorSetIdProto {
  readonly domain?: string
  readonly version: number
}

export interface StringStringEntryProto {
  readonly key: string
  readonly value: string
}

export interface GraphProto {
  readonly name: string
  readonly nodes: readonly NodeProto[]
  readonly initializers: readonly TensorProto[]
  readonly inputs: readonly ValueInfoProto[]
  readonly outputs: readonly ValueInfoProto[]
  readonly valueInfo?: readonly ValueInfoProto[]
  readonly docString?: string
}

/** An operator and the names it reads and writes; an empty name is an optional input left out. */
export interface NodeProto {
  readonly opType: string
  readonly name?: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes?: readonly AttributeProto[]
  readonly domain?: string
  readonly docString?: string
}

export type AttributeProto = { readonly name: string } & (
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'tensor'; readonly value: TensorProto }
  | { readonly type: 'graph'; readonly value: GraphProto }
  | { readonly type: 'floats'; readonly value: readonly number[] }
  | { readonly type: 'ints'; readonly value: readonly number[] }
  | { readonly type: 'strings'; readonly value: readonly string[] }
)

/** A constant tensor: `byteLength` bytes of little-endian, row-major values, or the place in another file where they are. */
export interface TensorProto extends LazyBytes {
  readonly name: string
  readonly dims: readonly number[]
  readonly dataType: OnnxDataType
  readonly external?: ExternalData
}

/** A range of bytes in a file beside the model. */
export interface ExternalData {
  /** The file's name, relative to the model's folder. */
  readonly location: string
  readonly offset: number
  readonly length: number
}

/** A tensor's name and type. A size is a number, or the name of a size that is known when the model runs. */
export interface ValueInfoProto {
  readonly name: string
  readonly dataType: OnnxDataType
  /** Undefined where not even the rank is known. */
  readonly dims?: readonly (number | string)[]
  readonly docString?: string
}
