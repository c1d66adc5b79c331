import { ShapeError, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** A kernel of k is a small one and a dilated one behind it. */
const parts: { readonly [k: number]: { readonly small: number; readonly wide: number; readonly dilation: number } } = {
  7: { small: 3, wide: 3, dilation: 2 },
  11: { small: 3, wide: 5, dilation: 2 },
  23: { small: 5, wide: 7, dilation: 3 },
  35: { small: 5, wide: 11, dilation: 3 },
  41: { small: 5, wide: 13, dilation: 3 },
  53: { small: 5, wide: 17, dilation: 3 },
}

/** Weighs values by their wide neighbourhood: a large depthwise kernel taken apart. https://arxiv.org/abs/2309.01439 */
export const LSKA = defineBlock('LSKA', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Weighs values by their wide neighbourhood: a large depthwise kernel taken apart into rows and columns.',
    source: 'https://arxiv.org/abs/2309.01439',
    paper: 'Large Separable Kernel Attention: Rethinking the Large Kernel Attention Design in CNN',
    aliases: ['LSKAttention', 'LargeSeparableKernelAttention'],
    advice: 'Often put behind SPPF. Reaches as far as 53×53 for little more than a pointwise convolution.',
    cost: 'c² + about 2·(small + wide)·c parameters, as many multiply-accumulates times n',
    demands: 'A kernel of 7, 11, 23, 35, 41 or 53.',
    sizeFree: true,
    zh: {
      name: '大可分离核注意力',
      summary: '把大深度卷积核拆成行与列，按宽广邻域为每个值加权。',
      advice: '常接在 SPPF 之后；感受野可达 53×53，代价只比逐点卷积略高。',
      cost: 'c² + 约 2·(小核 + 大核)·c 个参数，乘加数为其 n 倍',
      demands: '核大小为 7、11、23、35、41 或 53。',
    },
  },
  args: { dim: inputChannels('optional'), k_size: int(7) },
  build({ dim: c, k_size }) {
    const part = parts[k_size]
    if (part === undefined) throw new ShapeError('arg.value', `LSKA has kernels of ${Object.keys(parts).join(', ')}, not of ${k_size}`)
    const { small, wide, dilation } = part
    const reach = dilation * Math.floor(wide / 2)
    return {
      conv0h: nn.Conv2d(c, c, [1, small], 1, [0, Math.floor(small / 2)], { groups: c }),
      conv0v: nn.Conv2d(c, c, [small, 1], 1, [Math.floor(small / 2), 0], { groups: c }),
      conv_spatial_h: nn.Conv2d(c, c, [1, wide], 1, [0, reach], dilation, c),
      conv_spatial_v: nn.Conv2d(c, c, [wide, 1], 1, [reach, 0], dilation, c),
      conv1: nn.Conv2d(c, c, 1),
    }
  },
  forward: ({ conv0h, conv0v, conv_spatial_h, conv_spatial_v, conv1 }, x) =>
    x.mul(conv1(conv_spatial_v(conv_spatial_h(conv0v(conv0h(x)))))),
})
