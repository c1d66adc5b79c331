import fc from 'fast-check'
import {
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type OnnxDataType,
  type TensorProto,
  type ValueInfoProto,
  dataTypes,
} from '../../model'
import { byteLengthOf } from '../../tensors'

const name = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('/model.4/m.0/cv1/conv/Conv', 'ü', '__proto__', ''))
const integer = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constantFrom(0, -1, 127, 128, 2 ** 31, 2 ** 53 - 1, -(2 ** 53) + 1))
const dataType = fc.constantFrom(...(Object.keys(dataTypes) as OnnxDataType[]))
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

const tensor: fc.Arbitrary<TensorProto> = fc
  .record({ name, dims: fc.array(fc.nat(5), { maxLength: 3 }), dataType, seed: fc.nat(255), isSlow: fc.boolean() })
  .map(({ name, dims, dataType, seed, isSlow }) => {
    const byteLength = byteLengthOf(dims, dataType)
    const bytes = Uint8Array.from({ length: byteLength }, (_, i) => (i * 31 + seed) % 256)
    return { name, dims, dataType, byteLength, read: () => (isSlow ? Promise.resolve(bytes) : bytes) }
  })

const valueInfo: fc.Arbitrary<ValueInfoProto> = fc.record({
  name,
  dataType,
  dims: optional(fc.array(fc.oneof(fc.nat(), fc.constantFrom('batch', 'height', 'floor(height/32)')), { maxLength: 4 })),
  docString: optional(name),
})

const attribute = (graph: fc.Arbitrary<GraphProto>): fc.Arbitrary<AttributeProto> =>
  fc.oneof(
    fc.record({ name, type: fc.constant('float' as const), value: fc.float() }),
    fc.record({ name, type: fc.constant('int' as const), value: integer }),
    fc.record({ name, type: fc.constant('string' as const), value: name }),
    fc.record({ name, type: fc.constant('tensor' as const), value: tensor }),
    fc.record({ name, type: fc.constant('floats' as const), value: fc.array(fc.float()) }),
    fc.record({ name, type: fc.constant('ints' as const), value: fc.array(integer) }),
    fc.record({ name, type: fc.constant('strings' as const), value: fc.array(name) }),
    fc.record({ name, type: fc.constant('graph' as const), value: graph }),
  )

const { graph } = fc.letrec<{ graph: GraphProto; node: NodeProto }>((tie) => ({
  node: fc.record({
    opType: name,
    name: optional(name),
    inputs: fc.array(name, { maxLength: 3 }),
    outputs: fc.array(name, { maxLength: 3 }),
    attributes: optional(fc.array(attribute(tie('graph')), { maxLength: 3 })),
    domain: optional(name),
    docString: optional(name),
  }),
  graph: fc.record(
    {
      name,
      nodes: fc.array(tie('node'), { maxLength: 3, depthIdentifier: 'graph' }),
      initializers: fc.array(tensor, { maxLength: 3 }),
      inputs: fc.array(valueInfo, { maxLength: 2 }),
      outputs: fc.array(valueInfo, { maxLength: 2 }),
      valueInfo: optional(fc.array(valueInfo, { maxLength: 2 })),
      docString: optional(name),
    },
    {},
  ),
}))

/** Models of every shape the types allow, most of which no runtime would run. */
export const anyModel: fc.Arbitrary<ModelProto> = fc.record({
  irVersion: fc.integer({ min: 1, max: 14 }),
  opsets: fc.array(fc.record({ domain: optional(name), version: fc.nat(30) }), { maxLength: 2 }),
  producerName: optional(name),
  producerVersion: optional(name),
  domain: optional(name),
  modelVersion: optional(integer),
  docString: optional(name),
  graph,
  metadata: optional(fc.array(fc.record({ key: name, value: name }), { maxLength: 2 })),
})
