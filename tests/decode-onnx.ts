/**
 * Decodes ONNX files with protobufjs: a reading that shares no code with our writer. Only tests use it. The field numbers are facts of the
 * format (https://github.com/onnx/onnx/blob/main/docs/IR.md); only the messages Graft writes are described.
 */
import { readFileSync } from 'node:fs'
import protobuf from 'protobufjs'

type Field = [number: number, type: string, rule?: 'repeated']

function message(fields: Record<string, Field>) {
  return {
    edition: 'proto2', // a field that was written is there, whatever its value
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, [id, type, rule]]) => [name, { id, type, ...(rule && { rule, options: { packed: false } }) }]),
    ),
  }
}

const schema = protobuf.Root.fromJSON({
  nested: {
    Model: message({
      irVersion: [1, 'int64'],
      producerName: [2, 'string'],
      producerVersion: [3, 'string'],
      domain: [4, 'string'],
      modelVersion: [5, 'int64'],
      docString: [6, 'string'],
      graph: [7, 'Graph'],
      opsetImport: [8, 'OperatorSetId', 'repeated'],
      metadataProps: [14, 'StringStringEntry', 'repeated'],
    }),
    OperatorSetId: message({ domain: [1, 'string'], version: [2, 'int64'] }),
    StringStringEntry: message({ key: [1, 'string'], value: [2, 'string'] }),
    Graph: message({
      node: [1, 'Node', 'repeated'],
      name: [2, 'string'],
      initializer: [5, 'Tensor', 'repeated'],
      docString: [10, 'string'],
      input: [11, 'ValueInfo', 'repeated'],
      output: [12, 'ValueInfo', 'repeated'],
      valueInfo: [13, 'ValueInfo', 'repeated'],
    }),
    Node: message({
      input: [1, 'string', 'repeated'],
      output: [2, 'string', 'repeated'],
      name: [3, 'string'],
      opType: [4, 'string'],
      attribute: [5, 'Attribute', 'repeated'],
      docString: [6, 'string'],
      domain: [7, 'string'],
    }),
    Attribute: message({
      name: [1, 'string'],
      f: [2, 'float'],
      i: [3, 'int64'],
      s: [4, 'bytes'],
      t: [5, 'Tensor'],
      g: [6, 'Graph'],
      floats: [7, 'float', 'repeated'],
      ints: [8, 'int64', 'repeated'],
      strings: [9, 'bytes', 'repeated'],
      type: [20, 'int32'],
    }),
    Tensor: message({
      dims: [1, 'int64', 'repeated'],
      dataType: [2, 'int32'],
      name: [8, 'string'],
      rawData: [9, 'bytes'],
      externalData: [13, 'StringStringEntry', 'repeated'],
      dataLocation: [14, 'int32'],
    }),
    ValueInfo: message({ name: [1, 'string'], type: [2, 'Type'], docString: [3, 'string'] }),
    Type: message({ tensorType: [1, 'TensorType'] }),
    TensorType: message({ elemType: [1, 'int32'], shape: [2, 'Shape'] }),
    Shape: message({ dim: [1, 'Dimension', 'repeated'] }),
    Dimension: message({ dimValue: [1, 'int64'], dimParam: [2, 'string'] }),
  },
})

export interface DecodedTensor {
  dims?: number[]
  dataType: number
  name: string
  rawData?: Uint8Array
  externalData?: { key: string; value: string }[]
  dataLocation?: number
}

export interface DecodedAttribute {
  name: string
  type: number
  f?: number
  i?: number
  s?: Uint8Array
  t?: DecodedTensor
  g?: DecodedGraph
  floats?: number[]
  ints?: number[]
  strings?: Uint8Array[]
}

export interface DecodedNode {
  input?: string[]
  output?: string[]
  name?: string
  opType: string
  attribute?: DecodedAttribute[]
  docString?: string
  domain?: string
}

export interface DecodedValueInfo {
  name: string
  type: { tensorType: { elemType: number; shape?: { dim?: { dimValue?: number; dimParam?: string }[] } } }
  docString?: string
}

export interface DecodedGraph {
  name: string
  node?: DecodedNode[]
  initializer?: DecodedTensor[]
  docString?: string
  input?: DecodedValueInfo[]
  output?: DecodedValueInfo[]
  valueInfo?: DecodedValueInfo[]
}

export interface DecodedModel {
  irVersion: number
  producerName?: string
  producerVersion?: string
  domain?: string
  modelVersion?: number
  docString?: string
  graph: DecodedGraph
  opsetImport?: { domain?: string; version: number }[]
  metadataProps?: { key: string; value: string }[]
}

/** What the bytes of a model say; a field that is not there is undefined. Integers are numbers. */
export function decodeOnnx(file: Uint8Array | string): DecodedModel {
  const type = schema.lookupType('Model')
  const decoded = type.decode(typeof file === 'string' ? readFileSync(file) : file)
  return type.toObject(decoded, { longs: Number }) as DecodedModel
}
