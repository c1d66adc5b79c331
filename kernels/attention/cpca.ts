import { type Tensor, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

const ChannelAttention = defineBlock('ChannelAttention', {
  library: 'graft',
  args: { c: int(), hidden: int() },
  build: ({ c, hidden }) => ({ fc1: nn.Conv2d(c, hidden, 1), fc2: nn.Conv2d(hidden, c, 1) }),
  forward({ fc1, fc2 }, x) {
    const gate = (summary: Tensor) => fc2(fc1(summary).relu()).sigmoid()
    return gate(x.mean([2, 3], true)).add(gate(x.amax([2, 3], true)))
  },
})

/** Gates channels, then every value by strip convolutions of three lengths. https://arxiv.org/abs/2306.05196 */
export const CPCA = defineBlock('CPCA', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Gates channels, then every value by depthwise strips of three lengths. One pointwise convolution serves three times.',
    source: 'https://arxiv.org/abs/2306.05196',
    paper: 'Channel prior convolutional attention for medical image segmentation',
    aliases: ['CPCA_Block', 'CPCABlock'],
    advice: 'A spatial map a channel, where CBAM has one for all. Eight depthwise convolutions in a row make it slow on GPUs.',
    cost: '1.5·c² + 103·c parameters, (3·c² + 103·c)·n multiply-accumulates',
    sizeFree: true,
    zh: {
      name: '通道先验卷积注意力',
      summary: '先为通道加门，再用三种长度的条状深度卷积为每个值加权；同一个逐点卷积用三次。',
      advice: '每个通道有自己的空间图（CBAM 只有一张）；连续多个深度卷积在 GPU 上较慢。',
      cost: '1.5·c² + 103·c 个参数，(3·c² + 103·c)·n 次乘加',
    },
  },
  args: { channels: inputChannels('optional'), channelAttention_reduce: int(4) },
  build({ channels: c, channelAttention_reduce }, env) {
    const depthwise = (h: number, w: number) => nn.Conv2d(c, c, [h, w], 1, [Math.floor(h / 2), Math.floor(w / 2)], { groups: c })
    return {
      ca: ChannelAttention(env, c, Math.floor(c / channelAttention_reduce)),
      dconv5_5: depthwise(5, 5),
      dconv1_7: depthwise(1, 7),
      dconv7_1: depthwise(7, 1),
      dconv1_11: depthwise(1, 11),
      dconv11_1: depthwise(11, 1),
      dconv1_21: depthwise(1, 21),
      dconv21_1: depthwise(21, 1),
      conv: nn.Conv2d(c, c, 1),
      act: nn.GELU(),
    }
  },
  forward(m, x) {
    const active = m.act(m.conv(x))
    const gated = m.ca(active).mul(active)
    const near = m.dconv5_5(gated)
    const strips = m
      .dconv7_1(m.dconv1_7(near))
      .add(m.dconv11_1(m.dconv1_11(near)))
      .add(m.dconv21_1(m.dconv1_21(near)))
    return m.conv(m.conv(strips.add(near)).mul(gated))
  },
})
