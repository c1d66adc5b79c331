/** Global attention mechanism. https://arxiv.org/abs/2112.05561 */
import { type About, type Module, type Tensor, bool, channels, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { formOf } from './form'

const about: About = {
  category: 'attention',
  summary: 'Weighs the channels of every place by two linear layers, then every value by two 7×7 convolutions.',
  source: 'https://arxiv.org/abs/2112.05561',
  paper: 'Global Attention Mechanism: Retain Information to Enhance Channel-Spatial Interactions',
  aliases: ['GAM', 'GAM_Att'],
  advice:
    'Strong where parameters are no concern. Its 7×7 convolutions over all channels make it one of the dearest; keep it to one or two places.',
  cost: '25·c² parameters and 25·c²·n multiply-accumulates at rate 4',
  sizeFree: true,
  zh: {
    name: '全局注意力机制',
    summary: '先用两个线性层为每个位置的通道加权，再用两个 7×7 卷积为每个值加权。',
    advice: '参数量不受限时效果较强；7×7 卷积覆盖全部通道，代价很高，只宜放一两处。',
    cost: 'rate 为 4 时 25·c² 个参数，25·c²·n 次乘加',
  },
}

type Step = Module<Tensor, Tensor>

const layers = (c1: number, c2: number, rate: number, groups = 1) => {
  const hidden = Math.floor(c1 / rate)
  return {
    channel_attention: nn.Sequential([nn.Linear(c1, hidden), nn.ReLU({ inplace: true }), nn.Linear(hidden, c1)]) as Step,
    spatial_attention: nn.Sequential([
      nn.Conv2d(c1, hidden, 7, 1, 3, { groups }),
      nn.BatchNorm2d(hidden),
      nn.ReLU({ inplace: true }),
      nn.Conv2d(hidden, c2, 7, 1, 3, { groups }),
      nn.BatchNorm2d(c2),
    ]) as Step,
  }
}

const channelWeights = (attend: Step, x: Tensor) => attend(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)

export const GAMAttention = defineBlock('GAMAttention', {
  library: 'graft',
  about,
  args: { in_channels: inputChannels('optional'), rate: int(4) },
  build: ({ in_channels: c, rate }) => layers(c, c, rate),
  forward({ channel_attention, spatial_attention }, x) {
    const weighed = x.mul(channelWeights(channel_attention, x).sigmoid())
    return weighed.mul(spatial_attention(weighed).sigmoid())
  },
})

/** The form of many blogs: channels in and out are written, and the channel weights are no gates. */
export const GAM_Attention = defineBlock('GAM_Attention', {
  library: 'graft',
  about: formOf(about, {
    of: 'GAMAttention',
    differs: 'Channels in and out are written, and the channel weights pass no sigmoid.',
    zh: { differs: '写明输入输出通道，通道权重不经过 sigmoid。' },
  }),
  args: { c1: inputChannels(), c2: channels({ likeInput: true }), rate: int(4) },
  build: ({ c1, c2, rate }) => layers(c1, c2, rate),
  forward({ channel_attention, spatial_attention }, x) {
    const weighed = x.mul(channelWeights(channel_attention, x))
    return weighed.mul(spatial_attention(weighed).sigmoid())
  },
})

/** Grouped convolutions, whose spatial gate is shuffled across the groups. */
export const GAM_AttentionGroup = defineBlock('GAM_AttentionGroup', {
  library: 'graft',
  about: formOf(about, {
    of: 'GAMAttention',
    differs: 'Its 7×7 convolutions work in groups and their gate is shuffled across them; the channel weights pass no sigmoid.',
    zh: { differs: '7×7 卷积分组进行，其门在组间混洗；通道权重不经过 sigmoid。' },
  }),
  args: { c1: inputChannels(), c2: channels({ likeInput: true }), group: bool(true), rate: int(4) },
  build: ({ c1, c2, group, rate }) => layers(c1, c2, rate, group ? rate : 1),
  forward({ channel_attention, spatial_attention }, x, _, { group, rate }) {
    const weighed = x.mul(channelWeights(channel_attention, x))
    const gate = spatial_attention(weighed).sigmoid()
    return weighed.mul(gate.rearrange('b (g c) h w -> b (c g) h w', { g: group ? rate : 1 }))
  },
})

const gateLayers = (c: number) => ({ conv: nn.Conv2d(c, c, 1), bn: nn.BatchNorm2d(c), sigmoid: nn.Sigmoid() })
const gateOf = ({ conv, bn, sigmoid }: ReturnType<typeof gateLayers>, x: Tensor) => sigmoid(bn(conv(x.mean([2, 3], true))))

/** A channel gate from the mean of each channel. */
export const GAMAttentionLiteFixed = defineBlock('GAMAttentionLiteFixed', {
  library: 'graft',
  about: formOf(about, {
    of: 'GAMAttention',
    differs: 'A channel gate alone: means, a pointwise convolution, batch normalisation, sigmoid.',
    zh: { differs: '只有通道门：均值、逐点卷积、批归一化、sigmoid。' },
  }),
  args: { in_channels: inputChannels('optional') },
  build: ({ in_channels }) => gateLayers(in_channels),
  forward: (m, x) => x.mul(gateOf(m, x)),
})

/** As an article has it: the map is overwritten by its gate. */
export const GAMAttentionLite = defineBlock('GAMAttentionLite', {
  library: 'graft',
  about: formOf(about, {
    of: 'GAMAttention',
    differs: 'The channel gate of an article, which gives the square of the gate in place of the map.',
    zh: {
      differs: '某篇文章中的通道门，输出的是门的平方而非特征图。',
      broken: '发布的代码用门覆盖了特征图：输出只有一个位置大小，后面的行无法与它拼接。',
    },
    broken: {
      why: 'As published it overwrites its map by the gate: what comes out is one place large, and later rows cannot be joined with it.',
      instead: 'GAMAttentionLiteFixed',
    },
  }),
  args: { in_channels: inputChannels('optional') },
  build: ({ in_channels }) => gateLayers(in_channels),
  forward(m, x) {
    const gate = gateOf(m, x)
    return gate.mul(gate)
  },
})
