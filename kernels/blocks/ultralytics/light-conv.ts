import { activation, defineBlock, int, size } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { Conv } from './conv'
import { DWConv } from './dwconv'

/** The library makes this default once: all that take it share one module. */
const relu = nn.ReLU()

/** A pointwise convolution, then a depthwise one. A row writes both channel numbers. https://github.com/PaddlePaddle/PaddleDetection */
export const LightConv = defineBlock('LightConv', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'convolution',
    summary: 'A pointwise convolution, then a depthwise one: a cheap convolution of any kernel size.',
    source: 'https://github.com/PaddlePaddle/PaddleDetection',
  },
  args: { c1: int(), c2: int(), k: size(1), act: activation(relu) },
  build: ({ c1, c2, k, act }, env) => ({ conv1: Conv(env, c1, c2, 1, { act: false }), conv2: DWConv(env, c2, c2, k, { act }) }),
  forward: ({ conv1, conv2 }, x) => conv2(conv1(x)),
})
