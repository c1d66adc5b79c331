import { type Param, type Tensor, channels, defineBlock, inputChannels, int, moduleOf } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { convTranspose } from '../../ops/conv'
import { gcd } from './dwconv'

/** A transposed convolution by inheritance: its weights are its own, and thop, which looks at the exact class, does not count it. */
export const DWConvTranspose2d = defineBlock('DWConvTranspose2d', {
  library: 'ultralytics',
  file: 'conv',
  about: {
    category: 'convolution',
    summary: 'Depthwise transposed convolution: enlarges each channel on its own.',
    zh: { name: '深度转置卷积', summary: '深度转置卷积：逐通道放大。' },
  },
  args: { c1: inputChannels(), c2: channels(), k: int(1), s: int(1), p1: int(0), p2: int(0) },
  build({ c1, c2, k, s, p1, p2 }) {
    const { weight, bias } = moduleOf(nn.ConvTranspose2d(c1, c2, k, s, p1, p2, gcd(c1, c2))).tree as { weight: Param; bias: Param }
    return { weight, bias }
  },
  forward: ({ weight, bias }, x: Tensor, _, { c1, c2, s, p1, p2 }) =>
    convTranspose([x, weight, bias], {
      stride: [s, s],
      padding: [p1, p1],
      outputPadding: [p2, p2],
      dilation: [1, 1],
      groups: gcd(c1, c2),
    }),
})
