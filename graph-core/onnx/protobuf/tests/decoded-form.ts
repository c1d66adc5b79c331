import type { DecodedAttribute, DecodedGraph, DecodedModel, DecodedTensor, DecodedValueInfo } from '../../../../tests/decode-onnx'
import { type AttributeProto, type GraphProto, type ModelProto, type TensorProto, type ValueInfoProto, dataTypes } from '../../model'

const utf8 = (text: string) => new TextEncoder().encode(text)
const filled = <T>(list: readonly T[] | undefined): T[] | undefined => (list?.length ? [...list] : undefined)
const text = (value: string | undefined) => value || undefined

/** What a decoder must find in the bytes of a model, undefined fields and all. */
export async function decodedForm(model: ModelProto): Promise<DecodedModel> {
  return withoutUndefined({
    irVersion: model.irVersion,
    producerName: text(model.producerName),
    producerVersion: text(model.producerVersion),
    domain: text(model.domain),
    modelVersion: model.modelVersion,
    docString: text(model.docString),
    graph: await graphForm(model.graph),
    opsetImport: filled(model.opsets.map(({ domain, version }) => ({ domain: text(domain), version }))),
    metadataProps: filled(model.metadata),
  }) as DecodedModel
}

async function graphForm(graph: GraphProto): Promise<DecodedGraph> {
  const nodes = graph.nodes.map(async (node) => ({
    input: filled(node.inputs),
    output: filled(node.outputs),
    name: text(node.name),
    opType: node.opType,
    attribute: filled(await Promise.all((node.attributes ?? []).map(attributeForm))),
    docString: text(node.docString),
    domain: text(node.domain),
  }))
  return {
    name: graph.name,
    node: filled(await Promise.all(nodes)),
    initializer: filled(await Promise.all(graph.initializers.map(tensorForm))),
    docString: text(graph.docString),
    input: filled(graph.inputs.map(valueForm)),
    output: filled(graph.outputs.map(valueForm)),
    valueInfo: filled(graph.valueInfo?.map(valueForm)),
  }
}

async function attributeForm(attribute: AttributeProto): Promise<DecodedAttribute> {
  const { name } = attribute
  switch (attribute.type) {
    case 'float':
      return { name, type: 1, f: attribute.value }
    case 'int':
      return { name, type: 2, i: attribute.value }
    case 'string':
      return { name, type: 3, s: utf8(attribute.value) }
    case 'tensor':
      return { name, type: 4, t: await tensorForm(attribute.value) }
    case 'graph':
      return { name, type: 5, g: await graphForm(attribute.value) }
    case 'floats':
      return { name, type: 6, floats: filled(attribute.value) }
    case 'ints':
      return { name, type: 7, ints: filled(attribute.value) }
    case 'strings':
      return { name, type: 8, strings: filled(attribute.value.map(utf8)) }
  }
}

async function tensorForm(tensor: TensorProto): Promise<DecodedTensor> {
  const rawData = new Uint8Array(await tensor.read())
  return { dims: filled(tensor.dims), dataType: dataTypes[tensor.dataType], name: tensor.name, rawData }
}

function valueForm({ name, dataType, dims, docString }: ValueInfoProto): DecodedValueInfo {
  const dim = filled(dims?.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size })))
  return { name, type: { tensorType: { elemType: dataTypes[dataType], shape: dims && { dim } } }, docString: text(docString) }
}

/** A decoder leaves absent fields out; `toEqual` would not mind, but `name: undefined` in a list of attributes reads badly in a diff. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, withoutUndefined(inner)]])))
}
