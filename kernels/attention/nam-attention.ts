import { type Param, defineBlock, inputChannels, int, moduleOf } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

const ChannelAttention = defineBlock('Channel_Att', {
  library: 'graft',
  args: { channels: int() },
  build: ({ channels: c }) => ({ bn2: nn.BatchNorm2d(c) }),
  forward({ bn2 }, x, f) {
    const scale = f.trace.parameter((moduleOf(bn2).tree as { weight: Param }).weight).abs()
    const weights = scale.div(scale.sum(0, true)).unsqueeze(1).unsqueeze(2)
    return x.mul(bn2(x).mul(weights).sigmoid())
  },
})

/** Weighs values by the scales of batch normalisation. https://arxiv.org/abs/2111.12419 */
export const NAMAttention = defineBlock('NAMAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Weighs values by their normalised size and by the share their channel’s scale has in batch normalisation.',
    source: 'https://arxiv.org/abs/2111.12419',
    paper: 'NAM: Normalization-based Attention Module',
    aliases: ['NAM', 'NAMAtt'],
    advice: 'Two numbers a channel. Its paper adds a penalty on the scales to the loss; without it the gain is small.',
    cost: '2·c parameters, a few operations a value',
    sizeFree: true,
    zh: {
      name: '归一化注意力',
      summary: '用批归一化的缩放系数所占比例为通道加权。',
      advice: '每通道只有两个参数；论文在损失中对缩放系数加了惩罚，不加则增益有限。',
      cost: '2·c 个参数，每个值几次运算',
    },
  },
  args: { channels: inputChannels('optional') },
  build: ({ channels }, env) => ({ Channel_Att: ChannelAttention(env, channels) }),
  forward: ({ Channel_Att }, x) => Channel_Att(x),
})
