/** From the pixels of an image to what a network reads. */
import { type ModelProto, dataTypes } from '../model'
import { irVersionOf } from '../opsets'
import { ProgramBuilder } from './program-builder'
import type { Letterbox } from './letterbox-geometry'

/** Opset of the programs. */
export const programOpset = 17

/** What every program around a network reads: pixels, and the numbers of their letterbox. */
export const letterboxInputs = [
  { name: 'image', dataType: 'uint8', dims: ['image_height', 'image_width', 3] },
  { name: 'image_size', dataType: 'int64', dims: [4] },
  { name: 'image_pads', dataType: 'int64', dims: [8] },
] as const

/** The numbers a letterbox is given beside the pixels: the sizes to resize to, and the pads. */
export function letterboxNumbers({ scaled, offset, canvas }: Letterbox) {
  const after = [canvas[0] - offset[0] - scaled[0], canvas[1] - offset[1] - scaled[1]]
  return { image_size: [1, 3, ...scaled], image_pads: [0, 0, ...offset, 0, 0, ...after] } as const
}

/**
 * Bilinear with rounding, as uint8 images are resized; then grey and parts of 255. Channels come first before resizing: with channels last,
 * onnxruntime 1.30 resizes wrongly on WebGPU.
 */
export function letterboxInto(output: string, type: 'float32' | 'float16'): ProgramBuilder {
  const p = new ProgramBuilder('/letterbox', programOpset)
  const floats = p.node('Cast', ['image'], { to: dataTypes.float32 })
  const planes = p.node('Unsqueeze', [p.node('Transpose', [floats], { perm: [2, 0, 1] }), p.ints(0)])
  const scaled = p.node('Resize', [planes, '', '', 'image_size'], { mode: 'linear', coordinate_transformation_mode: 'half_pixel' })
  const padded = p.node('Pad', [p.node('Round', [scaled]), 'image_pads', p.float(114)])
  if (type === 'float32') p.node('Div', [padded, p.float(255)], {}, output)
  else p.node('Cast', [p.node('Div', [padded, p.float(255)])], { to: dataTypes.float16 }, output)
  return p
}

/** The letterbox alone, for networks that come as a file. Output: `images`. */
export function letterboxModel(type: 'float32' | 'float16' = 'float32'): ModelProto {
  const { nodes, initializers } = letterboxInto('images', type)
  const outputs = [{ name: 'images', dataType: type, dims: [1, 3, 'height', 'width'] }]
  return {
    irVersion: irVersionOf(programOpset),
    opsets: [{ version: programOpset }],
    producerName: 'graft',
    graph: { name: 'letterbox', nodes, initializers, inputs: letterboxInputs, outputs },
  }
}

/** A network that takes an image as it is decoded: the letterbox and the network in one graph. The network's one input is `images`. */
export function withLetterbox(network: ModelProto): ModelProto {
  const { graph } = network
  const names = graph.inputs.map(({ name }) => name).join(', ')
  if (names !== 'images') throw new Error(`expected a network that takes images alone, got ${names}`)
  const { nodes, initializers } = letterboxInto('images', 'float32')
  return {
    ...network,
    graph: { ...graph, nodes: [...nodes, ...graph.nodes], initializers: [...initializers, ...graph.initializers], inputs: letterboxInputs },
  }
}
