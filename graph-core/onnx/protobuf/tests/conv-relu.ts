import type { ModelProto } from '../../model'
import { tensorOf } from '../../tensors'

/** A 2 × 2 convolution of ones with bias, then ReLU, over a 1 × 1 × 3 × 3 image: small enough to reckon by hand. */
export function convRelu(bias: number): ModelProto {
  return {
    irVersion: 8,
    opsets: [{ version: 17 }],
    producerName: 'graft',
    graph: {
      name: 'conv-relu',
      nodes: [
        {
          opType: 'Conv',
          name: '/conv/Conv',
          inputs: ['x', 'conv.weight', 'conv.bias'],
          outputs: ['/conv/out'],
          attributes: [{ name: 'kernel_shape', type: 'ints', value: [2, 2] }],
        },
        { opType: 'Relu', name: '/act/Relu', inputs: ['/conv/out'], outputs: ['y'] },
      ],
      initializers: [
        tensorOf('conv.weight', [1, 1, 2, 2], 'float32', Float32Array.of(1, 1, 1, 1)),
        tensorOf('conv.bias', [1], 'float32', Float32Array.of(bias)),
      ],
      inputs: [{ name: 'x', dataType: 'float32', dims: ['batch', 1, 3, 3] }],
      outputs: [{ name: 'y', dataType: 'float32', dims: ['batch', 1, 2, 2] }],
    },
  }
}

/** The image 1…9; its four windows sum to 12, 16, 24 and 28. */
export const image = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)
