/** Efficient local attention. https://arxiv.org/abs/2403.01123 */
import { type About, type Module, ShapeError, type Tensor, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { formOf } from './form'

const about: About = {
  category: 'attention',
  summary: 'Weighs rows and columns of each channel: a depthwise convolution runs along the means of either axis.',
  source: 'https://arxiv.org/abs/2403.01123',
  paper: 'ELA: Efficient Local Attention for Deep Convolutional Neural Networks',
  aliases: ['EfficientLocalAttention', 'ELA_B'],
  advice: 'Coordinate attention without the squeeze and without batch normalisation, so it also trains with small batches.',
  cost: '(k + 2)·c parameters, k·c·(h + w) multiply-accumulates',
  demands: 'Channels divisible by 16.',
  sizeFree: true,
  zh: {
    name: '高效局部注意力',
    summary: '沿两个轴的均值各做一次深度一维卷积，为每个通道的行与列加权。',
    advice: '相当于不压缩通道、不用批归一化的坐标注意力，小批量也能训练。',
    cost: '(k + 2)·c 个参数，k·c·(h + w) 次乘加',
    demands: '通道数能被 16 整除。',
  },
}

function requireSixteen(block: string, c: number): void {
  if (c % 16 !== 0) throw new ShapeError('arg.value', `${block}: ${c} channels cannot be divided into 16 groups`)
}

/** The map weighed along both axes by what `gate` makes of the means [b, c, size]. */
const weighed = (x: Tensor, alongH: Tensor, alongW: Tensor) => x.mul(alongH.unsqueeze(3)).mul(alongW.unsqueeze(2))

export const ELA_paper = defineBlock('ELA_paper', {
  library: 'graft',
  about,
  args: { channel: inputChannels('optional'), kernel_size: int(7) },
  build({ channel: c, kernel_size: k }) {
    requireSixteen('ELA_paper', c)
    return {
      conv: nn.Conv1d(c, c, k, 1, Math.floor(k / 2), { groups: c, bias: false }),
      gn: nn.GroupNorm(16, c),
      sigmoid: nn.Sigmoid(),
    }
  },
  forward({ conv, gn, sigmoid }, x) {
    const gate = (means: Tensor) => sigmoid(gn(conv(means)))
    return weighed(x, gate(x.mean(3)), gate(x.mean(2)))
  },
})

/** A widely copied form: the convolution joins all channels and sees one place at a time. */
export const ELA = defineBlock('ELA', {
  library: 'graft',
  about: {
    ...formOf(about, {
      of: 'ELA_paper',
      differs: 'Its convolution joins all channels and sees one place at a time.',
      zh: { differs: '其卷积联合所有通道，每次只看一个位置。' },
    }),
    cost: 'c² + 3·c parameters, c²·(h + w) multiply-accumulates',
    zh: { ...about.zh!, cost: 'c² + 3·c 个参数，c²·(h + w) 次乘加' },
  },
  args: { in_channels: inputChannels('optional') },
  build({ in_channels: c }) {
    requireSixteen('ELA', c)
    return {
      pool_h: nn.AdaptiveAvgPool2d([null, 1]),
      pool_w: nn.AdaptiveAvgPool2d([1, null]),
      conv1x1: nn.Sequential([nn.Conv1d(c, c, 1), nn.GroupNorm(16, c), nn.Sigmoid()]) as Module<Tensor, Tensor>,
    }
  },
  forward: ({ pool_h, pool_w, conv1x1 }, x) =>
    weighed(x, conv1x1(pool_h(x).rearrange('b c h 1 -> b c h')), conv1x1(pool_w(x).rearrange('b c 1 w -> b c w'))),
})
