/** ONNX objects to protobuf bytes. Field numbers are those of the format's onnx.proto; each function is one message. */
import { type ByteStream, streamOf } from '../../byte-stream'
import type { AttributeProto, ExternalData, GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto } from '../model'
import { dataTypes } from '../model'
import { MessageWriter } from './message-writer'

/** Protobuf readers refuse messages of 2 GiB or more. */
export const largestMessage = 2 ** 31 - 1

/**
 * The bytes of a model file. Initializers are read while the stream is, one at a time. A model that no reader would accept throws:
 * `planExternalData` first moves weights out of it.
 */
export function encodeModel(model: ModelProto): ByteStream {
  const writer = modelWriter(model)
  if (writer.byteLength > largestMessage) throw new Error(`expected a model of at most ${largestMessage} bytes, got ${writer.byteLength}`)
  return streamOf(writer.pieces)
}

/** How many bytes the model file takes, without reading an initializer. */
export function encodedSize(model: ModelProto): number {
  return modelWriter(model).byteLength
}

function modelWriter(model: ModelProto): MessageWriter {
  const w = new MessageWriter()
  w.int(1, model.irVersion)
  w.optionalString(2, model.producerName)
  w.optionalString(3, model.producerVersion)
  w.optionalString(4, model.domain)
  if (model.modelVersion !== undefined) w.int(5, model.modelVersion)
  w.optionalString(6, model.docString)
  w.message(7, (inner) => writeGraph(inner, model.graph))
  for (const { domain, version } of model.opsets) {
    w.message(8, (opset) => {
      opset.optionalString(1, domain)
      opset.int(2, version)
    })
  }
  for (const { key, value } of model.metadata ?? []) w.message(14, (entry) => writeEntry(entry, key, value))
  return w
}

function writeGraph(w: MessageWriter, graph: GraphProto): void {
  for (const node of graph.nodes) w.message(1, (inner) => writeNode(inner, node))
  w.string(2, graph.name)
  for (const tensor of graph.initializers) w.message(5, (inner) => writeTensor(inner, tensor))
  w.optionalString(10, graph.docString)
  for (const value of graph.inputs) w.message(11, (inner) => writeValueInfo(inner, value))
  for (const value of graph.outputs) w.message(12, (inner) => writeValueInfo(inner, value))
  for (const value of graph.valueInfo ?? []) w.message(13, (inner) => writeValueInfo(inner, value))
}

function writeNode(w: MessageWriter, node: NodeProto): void {
  for (const name of node.inputs) w.string(1, name)
  for (const name of node.outputs) w.string(2, name)
  w.optionalString(3, node.name)
  w.string(4, node.opType)
  for (const attribute of node.attributes ?? []) w.message(5, (inner) => writeAttribute(inner, attribute))
  w.optionalString(6, node.docString)
  w.optionalString(7, node.domain)
}

const attributeTypes = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 } as const

function writeAttribute(w: MessageWriter, attribute: AttributeProto): void {
  w.string(1, attribute.name)
  switch (attribute.type) {
    case 'float':
      w.float(2, attribute.value)
      break
    case 'int':
      w.int(3, attribute.value)
      break
    case 'string':
      w.string(4, attribute.value)
      break
    case 'tensor':
      w.message(5, (inner) => writeTensor(inner, attribute.value))
      break
    case 'graph':
      w.message(6, (inner) => writeGraph(inner, attribute.value))
      break
    case 'floats':
      for (const value of attribute.value) w.float(7, value)
      break
    case 'ints':
      for (const value of attribute.value) w.int(8, value)
      break
    case 'strings':
      for (const value of attribute.value) w.string(9, value)
      break
  }
  w.int(20, attributeTypes[attribute.type])
}

function writeTensor(w: MessageWriter, tensor: TensorProto): void {
  for (const dim of tensor.dims) w.int(1, dim)
  w.int(2, dataTypes[tensor.dataType])
  w.string(8, tensor.name)
  if (tensor.external) writeExternal(w, tensor.external)
  else w.lazyBytes(9, tensor)
}

function writeExternal(w: MessageWriter, { location, offset, length }: ExternalData): void {
  w.message(13, (entry) => writeEntry(entry, 'location', location))
  w.message(13, (entry) => writeEntry(entry, 'offset', String(offset)))
  w.message(13, (entry) => writeEntry(entry, 'length', String(length)))
  w.int(14, 1) // data_location = EXTERNAL
}

function writeEntry(w: MessageWriter, key: string, value: string): void {
  w.string(1, key)
  w.string(2, value)
}

function writeValueInfo(w: MessageWriter, value: ValueInfoProto): void {
  w.string(1, value.name)
  w.message(2, (type) => {
    type.message(1, (tensor) => {
      tensor.int(1, dataTypes[value.dataType])
      const { dims } = value
      if (!dims) return
      tensor.message(2, (shape) => {
        for (const dim of dims) {
          shape.message(1, (inner) => {
            if (typeof dim === 'number') inner.int(1, dim)
            else inner.string(2, dim)
          })
        }
      })
    })
  })
  w.optionalString(3, value.docString)
}
