/** Efficient channel attention. https://arxiv.org/abs/1910.03151 */
import { type About, type Module, type Tensor, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { formOf } from './form'

const about: About = {
  category: 'attention',
  summary: 'Weighs channels by their own mean and those of a few neighbours, through one convolution along the channels.',
  source: 'https://arxiv.org/abs/1910.03151',
  paper: 'ECA-Net: Efficient Channel Attention for Deep Convolutional Neural Networks',
  aliases: ['ECA', 'ECANet', 'ECABlock'],
  advice: 'The cheapest channel gate: a handful of parameters. Gains are small but it hardly ever hurts.',
  cost: 'k parameters, with k about log₂(c)/2; k·c multiply-accumulates',
  sizeFree: true,
  zh: {
    name: '高效通道注意力',
    summary: '沿通道做一次一维卷积，用自身和少数相邻通道的均值为通道加权。',
    advice: '最便宜的通道注意力，只有几个参数；增益不大，但几乎不会变差。',
    cost: 'k 个参数，k 约为 log₂(c)/2；k·c 次乘加',
  },
}

type Step = Module<Tensor, Tensor>

/** How many neighbours a channel looks at: an odd number that grows with the logarithm of the channels. */
export function oddKernel(t: number): number {
  const whole = Math.trunc(Math.abs(t))
  return whole % 2 === 1 ? whole : whole + 1
}

const along = (k: number, padding: number, bias: boolean) => nn.Conv1d(1, 1, k, 1, padding, { bias })

const gated = (pool: Step, conv: Step, sigmoid: Step, x: Tensor) =>
  x.mul(sigmoid(conv(pool(x).rearrange('b c 1 1 -> b 1 c'))).rearrange('b 1 c -> b c 1 1'))

export const EfficientChannelAttention = defineBlock('EfficientChannelAttention', {
  library: 'graft',
  about,
  args: { c: inputChannels('optional'), b: int(1), gamma: int(2) },
  build({ c, b, gamma }) {
    const k = oddKernel((Math.log2(c) + b) / gamma)
    return { avg_pool: nn.AdaptiveAvgPool2d(1), conv1: along(k, Math.floor(k / 2), false), sigmoid: nn.Sigmoid() }
  },
  forward: ({ avg_pool, conv1, sigmoid }, x) => gated(avg_pool, conv1, sigmoid, x),
})

/** With a kernel that is given; the channels are not used. */
export const ECA_layer = defineBlock('ECA_layer', {
  library: 'graft',
  about: formOf(about, {
    of: 'EfficientChannelAttention',
    differs: 'The kernel is given instead of found, as in the authors’ repository.',
    zh: { differs: '核大小直接给定而非计算得出，与作者仓库一致。' },
  }),
  args: { channel: inputChannels('optional'), k_size: int(3) },
  build: ({ k_size: k }) => ({
    avg_pool: nn.AdaptiveAvgPool2d(1),
    conv: along(k, Math.floor((k - 1) / 2), false),
    sigmoid: nn.Sigmoid(),
  }),
  forward: ({ avg_pool, conv, sigmoid }, x) => gated(avg_pool, conv, sigmoid, x),
})

/** With a kernel that is given, a bias, and no channel argument. */
export const ECAAttention = defineBlock('ECAAttention', {
  library: 'graft',
  about: formOf(about, {
    of: 'EfficientChannelAttention',
    differs: 'The kernel is given, the convolution has a bias, and rows write no channels.',
    zh: { differs: '核大小直接给定，卷积有偏置，行中不写通道数。' },
  }),
  args: { kernel_size: int(3) },
  build: ({ kernel_size: k }) => ({
    gap: nn.AdaptiveAvgPool2d(1),
    conv: along(k, Math.floor((k - 1) / 2), true),
    sigmoid: nn.Sigmoid(),
  }),
  forward: ({ gap, conv, sigmoid }, x) => gated(gap, conv, sigmoid, x),
})
