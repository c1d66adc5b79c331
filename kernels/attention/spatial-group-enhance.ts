import { defineBlock, dim, init, int, param } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** In each group of channels a place counts as much as it resembles the group's mean. https://arxiv.org/abs/1905.09646 */
export const SpatialGroupEnhance = defineBlock('SpatialGroupEnhance', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'In each group of channels a place counts as much as it resembles the group’s mean, standardised over the map.',
    source: 'https://arxiv.org/abs/1905.09646',
    paper: 'Spatial Group-wise Enhance: Improving Semantic Feature Learning in Convolutional Networks',
    aliases: ['SGE', 'SGENet'],
    advice: 'Two numbers a group. Sharpens where features are already grouped; needs a map of more than one place.',
    cost: '2·groups parameters, a few operations a value',
    demands: 'Channels divisible by groups.',
    sizeFree: true,
    zh: {
      name: '空间分组增强',
      summary: '每组通道内，某个位置与该组均值越相似则权重越大，并在整张图上标准化。',
      advice: '每组只有两个参数；适合特征已经分组的情形，特征图须多于一格。',
      cost: '2·groups 个参数，每个值几次运算',
      demands: '通道数能被 groups 整除。',
    },
  },
  args: { groups: int(8) },
  build: ({ groups }) => ({
    weight: param([1, groups, 1, 1], init.zeros),
    bias: param([1, groups, 1, 1], init.zeros),
    avg_pool: nn.AdaptiveAvgPool2d(1),
    sig: nn.Sigmoid(),
  }),
  forward({ weight, bias, avg_pool, sig }, x, f, { groups: g }) {
    const grouped = x.rearrange('b (g c) h w -> (b g) c h w', { g })
    const likeness = grouped.mul(avg_pool(grouped)).sum(1, true).rearrange('(b g) 1 h w -> b g h w', { g })
    const centred = likeness.sub(likeness.mean([2, 3], true))
    const others = f.sizeOf(dim.sub(dim.mul(x.size(2), x.size(3)), 1))
    const deviation = centred.mul(centred).sum([2, 3], true).div(others).sqrt().add(1e-5)
    const gate = sig(centred.div(deviation).mul(weight).add(bias))
    return grouped.mul(gate.rearrange('b g h w -> (b g) 1 h w')).rearrange('(b g) c h w -> b (g c) h w', { g })
  },
})
