import { type Module, type Tensor, defineBlock, inputChannels } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

type Step = Module<Tensor, Tensor>

/** Adds a pointwise convolution, a 3×3 convolution and the map gated by its channel means. https://arxiv.org/abs/2110.07641 */
export const ParNetAttention = defineBlock('ParNetAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Adds a pointwise convolution, a 3×3 convolution and the map gated by its channel means.',
    source: 'https://arxiv.org/abs/2110.07641',
    paper: 'Non-deep Networks',
    aliases: ['ParNet', 'ParNetBlock'],
    advice: 'Width instead of depth: its branches run side by side. It is a convolution more than a gate, and costs as much.',
    cost: '11·c² parameters, 10·c²·n multiply-accumulates',
    sizeFree: true,
    zh: {
      name: 'ParNet 并行注意力',
      summary: '逐点卷积、3×3 卷积与按通道均值加门的特征图三者相加。',
      advice: '以宽度代替深度，各分支并行；更像卷积而非门，代价也如卷积。',
      cost: '11·c² 个参数，10·c²·n 次乘加',
    },
  },
  args: { channel: inputChannels('optional') },
  build: ({ channel: c }) => ({
    sse: nn.Sequential([nn.AdaptiveAvgPool2d(1), nn.Conv2d(c, c, 1), nn.Sigmoid()]) as Step,
    conv1x1: nn.Sequential([nn.Conv2d(c, c, 1), nn.BatchNorm2d(c)]) as Step,
    conv3x3: nn.Sequential([nn.Conv2d(c, c, 3, 1, 1), nn.BatchNorm2d(c)]) as Step,
    silu: nn.SiLU(),
  }),
  forward: ({ sse, conv1x1, conv3x3, silu }, x) => silu(conv1x1(x).add(conv3x3(x)).add(sse(x).mul(x))),
})
