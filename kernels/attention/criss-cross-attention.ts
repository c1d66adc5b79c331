import { ShapeError, defineBlock, init, inputChannels, param } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { diagonal } from './places'

/** Every place attends to its row and its column, to itself once. https://arxiv.org/abs/1811.11721 */
export const CrissCrossAttention = defineBlock('CrissCrossAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Every place attends to its row and its column; applied twice it reaches the whole map.',
    source: 'https://arxiv.org/abs/1811.11721',
    paper: 'CCNet: Criss-Cross Attention for Semantic Segmentation',
    aliases: ['CCNet', 'CC', 'CrissCross', 'CC_module', 'RCCA'],
    advice:
      'Far context at a fraction of full attention. Starts as an identity, so it may be put into trained models. Memory grows with n·(h + w).',
    cost: '1.25·c² parameters, 1.25·c²·n + 1.125·c·n·(h + w) multiply-accumulates',
    demands: 'At least 8 channels.',
    sizeFree: true,
    zh: {
      name: '十字交叉注意力',
      summary: '每个位置关注所在的行与列；连用两次即可覆盖整张特征图。',
      advice: '以远低于全局注意力的代价获得远距离上下文；初始为恒等映射，可插入已训练的模型。内存随 n·(h + w) 增长。',
      cost: '1.25·c² 个参数，1.25·c²·n + 1.125·c·n·(h + w) 次乘加',
      demands: '至少 8 个通道。',
    },
  },
  args: { in_dim: inputChannels('optional') },
  build({ in_dim: c }) {
    if (c < 8) throw new ShapeError('arg.value', `CrissCrossAttention needs at least 8 channels, got ${c}`)
    const hidden = Math.floor(c / 8)
    return {
      gamma: param([1], init.zeros),
      query_conv: nn.Conv2d(c, hidden, 1),
      key_conv: nn.Conv2d(c, hidden, 1),
      value_conv: nn.Conv2d(c, c, 1),
      softmax: nn.Softmax(3),
    }
  },
  forward({ gamma, query_conv, key_conv, value_conv, softmax }, x, f) {
    const [h, w] = [x.size(2), x.size(3)]
    const [q, k, v] = [query_conv(x), key_conv(x), value_conv(x)]
    const alongH = q
      .permute(0, 3, 2, 1)
      .matmul(k.permute(0, 3, 1, 2))
      .permute(0, 2, 1, 3)
    const alongW = q.permute(0, 2, 3, 1).matmul(k.permute(0, 2, 1, 3))
    const itself = diagonal(h, f).unsqueeze(1)
    const weights = softmax(f.concat([itself.where(f.full([1], -Infinity), alongH), alongW], 3))
    const [overH, overW] = weights.split([h, w], 3) as [typeof x, typeof x]
    const seenH = overH
      .permute(0, 2, 1, 3)
      .matmul(v.permute(0, 3, 2, 1))
      .permute(0, 3, 2, 1)
    const seenW = overW.matmul(v.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
    return seenH.add(seenW).mul(gamma).add(x)
  },
})
