import { defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** The activation all these blocks of a model share: its code keeps one on the class. */
const act = nn.SiLU()

/** Its own convolution with batch normalisation, which no library merges. */
const Conv = defineBlock('Conv', {
  library: 'graft',
  args: { c: int() },
  build: ({ c }) => ({ conv: nn.Conv2d(c, c, 1, { bias: false }), bn: nn.BatchNorm2d(c), act }),
  forward: ({ conv, bn, act: activate }, x) => activate(bn(conv(x))),
})

/** Weighs values by local means that two long strip convolutions carry along. https://arxiv.org/abs/2403.06258 */
export const CAA = defineBlock('CAA', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Weighs values by local means that two long strip convolutions carry along rows and columns.',
    source: 'https://arxiv.org/abs/2403.06258',
    paper: 'Poly Kernel Inception Network for Remote Sensing Detection',
    aliases: ['ContextAnchorAttention'],
    advice: 'Long thin objects and aerial images. Two pointwise convolutions and two strips: light for its reach.',
    cost: '2·c² + 24·c parameters, as many multiply-accumulates times n',
    sizeFree: true,
    zh: {
      name: '上下文锚点注意力',
      summary: '局部均值经两个长条卷积沿行和列传播，为每个值加权。',
      advice: '适合细长目标与航拍图像；两个逐点卷积加两个长条，感受野大而代价小。',
      cost: '2·c² + 24·c 个参数，乘加数为其 n 倍',
    },
  },
  args: { ch: inputChannels('optional'), h_kernel_size: int(11), v_kernel_size: int(11) },
  build: ({ ch: c, h_kernel_size: h, v_kernel_size: v }, env) => ({
    avg_pool: nn.AvgPool2d(7, 1, 3),
    conv1: Conv(env, c),
    h_conv: nn.Conv2d(c, c, [1, h], 1, [0, Math.floor(h / 2)], { groups: c }),
    v_conv: nn.Conv2d(c, c, [v, 1], 1, [Math.floor(v / 2), 0], { groups: c }),
    conv2: Conv(env, c),
    act: nn.Sigmoid(),
  }),
  forward: ({ avg_pool, conv1, h_conv, v_conv, conv2, act }, x) => x.mul(act(conv2(v_conv(h_conv(conv1(avg_pool(x))))))),
})
