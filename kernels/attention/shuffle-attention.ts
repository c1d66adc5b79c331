import { ShapeError, type Tensor, defineBlock, init, inputChannels, int, param } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** Gates half the channels of each group by their mean, the other half place by place. https://arxiv.org/abs/2102.00240 */
export const ShuffleAttention = defineBlock('ShuffleAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Gates half the channels of each group by their means, the other half place by place, then shuffles the halves.',
    source: 'https://arxiv.org/abs/2102.00240',
    paper: 'SA-Net: Shuffle Attention for Deep Convolutional Neural Networks',
    aliases: ['SA', 'SANet', 'SA_Net', 'ShuffleAtt'],
    advice: 'Channel and spatial gates for a few dozen parameters; all groups share them. Light enough for every stage.',
    cost: '3·c/G parameters, a few operations a value',
    demands: 'Channels divisible by 2·G.',
    sizeFree: true,
    zh: {
      name: '置换注意力',
      summary: '每组通道一半按均值、一半逐位置加门，然后打乱两半。',
      advice: '几十个参数就兼有通道与空间注意力，各组共享；轻到可以放在每个阶段。',
      cost: '3·c/G 个参数，每个值几次运算',
      demands: '通道数能被 2·G 整除。',
    },
  },
  args: { channel: inputChannels('optional'), reduction: int(16), G: int(8) },
  build({ channel, G }) {
    if (channel % (2 * G) !== 0)
      throw new ShapeError('arg.value', `ShuffleAttention: ${channel} channels cannot be divided into ${G} groups of two halves`)
    const c = channel / (2 * G)
    const each = (start: typeof init.ones) => param([1, c, 1, 1], start)
    return {
      cweight: each(init.zeros),
      cbias: each(init.ones),
      sweight: each(init.zeros),
      sbias: each(init.ones),
      avg_pool: nn.AdaptiveAvgPool2d(1),
      gn: nn.GroupNorm(c, c),
      sigmoid: nn.Sigmoid(),
    }
  },
  forward({ cweight, cbias, sweight, sbias, avg_pool, gn, sigmoid }, x, f, { G }) {
    const [byChannel, byPlace] = x.rearrange('b (g c) h w -> (b g) c h w', { g: G }).chunk(2, 1) as [Tensor, Tensor]
    const one = byChannel.mul(sigmoid(avg_pool(byChannel).mul(cweight).add(cbias)))
    const two = byPlace.mul(sigmoid(gn(byPlace).mul(sweight).add(sbias)))
    const joined = f.concat([one, two], 1).rearrange('(b g) c h w -> b (g c) h w', { g: G })
    return joined.rearrange('b (two c) h w -> b (c two) h w', { two: 2 })
  },
})
