import { type Tensor, defineBlock, inputChannels } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** Two far-reaching depthwise convolutions; every place chooses between them. https://arxiv.org/abs/2303.09030 */
export const LSKblock = defineBlock('LSKblock', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Two depthwise convolutions, one behind the other and reaching far; every place chooses how much each of them counts.',
    source: 'https://arxiv.org/abs/2303.09030',
    paper: 'Large Selective Kernel Network for Remote Sensing Object Detection',
    aliases: ['LSK', 'LSKBlock', 'LSKA_Block', 'LSKNet'],
    advice: 'Made for small objects in aerial images, where far context says what a thing is. Depthwise kernels are slow on some GPUs.',
    cost: '1.5·c² + 74·c parameters, (1.5·c² + 74·c)·n multiply-accumulates',
    demands: 'An even number of channels.',
    sizeFree: true,
    zh: {
      name: '大选择核注意力',
      summary: '两个先后相接、感受野很大的深度卷积，每个位置自行选择各占多少。',
      advice: '为航拍小目标设计，靠远处上下文判断物体；深度卷积在部分 GPU 上较慢。',
      cost: '1.5·c² + 74·c 个参数，(1.5·c² + 74·c)·n 次乘加',
      demands: '通道数为偶数。',
    },
  },
  args: { dim: inputChannels('optional') },
  build({ dim: c }) {
    const half = Math.floor(c / 2)
    return {
      conv0: nn.Conv2d(c, c, 5, 1, 2, { groups: c }),
      conv_spatial: nn.Conv2d(c, c, 7, 1, 9, 3, c),
      conv1: nn.Conv2d(c, half, 1),
      conv2: nn.Conv2d(c, half, 1),
      conv_squeeze: nn.Conv2d(2, 2, 7, 1, 3),
      conv: nn.Conv2d(half, c, 1),
    }
  },
  forward({ conv0, conv_spatial, conv1, conv2, conv_squeeze, conv }, x, f) {
    const near = conv0(x)
    const [one, two] = [conv1(near), conv2(conv_spatial(near))]
    const both = f.concat([one, two], 1)
    const looked = f.concat([both.mean(1, true), both.amax(1, true)], 1)
    const [first, second] = conv_squeeze(looked).sigmoid().chunk(2, 1) as [Tensor, Tensor]
    return x.mul(conv(one.mul(first).add(two.mul(second))))
  },
})
