/**
 * A half-precision model as hardware with half precision runs it: every value is stored in 16 bits, sums are kept in 32. On a CPU onnxruntime casts
 * such models up and leaves the casts out between nodes, so that nothing is rounded there and nothing overflows. Needs `valueInfo`.
 */
import { type ModelProto, type NodeProto, dataTypes } from '../model'

const cast = (name: string, output: string, to: 'float32' | 'float16'): NodeProto => ({
  opType: 'Cast',
  name: `${output} cast`,
  inputs: [name],
  outputs: [output],
  attributes: [{ name: 'to', type: 'int', value: dataTypes[to] }],
})

export function asHalfHardware(model: ModelProto): ModelProto {
  const { graph } = model
  const isHalf = new Set([...graph.valueInfo!, ...graph.initializers].filter((t) => t.dataType === 'float16').map((t) => t.name))
  const nodes = graph.nodes.flatMap((node): NodeProto[] => {
    if (node.opType === 'Cast' || !(node.inputs.some((n) => isHalf.has(n)) || node.outputs.some((n) => isHalf.has(n)))) return [node]
    const whole = (name: string) => (isHalf.has(name) ? `${name} in ${node.name}` : name)
    const read = [...new Set(node.inputs.filter((name) => isHalf.has(name)))]
    const made = node.outputs.filter((name) => isHalf.has(name))
    return [
      ...read.map((name) => cast(name, whole(name), 'float32')),
      { ...node, inputs: node.inputs.map(whole), outputs: node.outputs.map(whole) },
      ...made.map((name) => cast(whole(name), name, 'float16')),
    ]
  })
  const { valueInfo: _, ...rest } = graph
  return { ...model, graph: { ...rest, nodes } }
}
