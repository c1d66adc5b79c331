import { defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** Squeeze and excitation. https://arxiv.org/abs/1709.01507 */
export const SEAttention = defineBlock('SEAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Weighs channels by what their means say through two small layers. Adds hardly any cost.',
    source: 'https://arxiv.org/abs/1709.01507',
    paper: 'Squeeze-and-Excitation Networks',
    aliases: ['SE', 'SELayer', 'SEBlock', 'SENet', 'SE_Block'],
    advice: 'The oldest channel gate and still a fair baseline. Forgets where things are; try CoordAtt where positions matter.',
    cost: '2·c²/reduction parameters, as many multiply-accumulates',
    sizeFree: true,
    zh: {
      name: '压缩与激励注意力',
      summary: '各通道均值经两个小层得到门，为通道加权，几乎不增代价。',
      advice: '最早的通道注意力，仍是合理的基线；不保留位置信息，位置重要时可试 CoordAtt。',
      cost: '2·c²/reduction 个参数，乘加数相同',
    },
  },
  args: { channel: inputChannels('optional'), reduction: int(16) },
  build({ channel, reduction }) {
    const hidden = Math.floor(channel / reduction)
    return {
      avg_pool: nn.AdaptiveAvgPool2d(1),
      fc: nn.Sequential([
        nn.Linear(channel, hidden, { bias: false }),
        nn.ReLU({ inplace: true }),
        nn.Linear(hidden, channel, { bias: false }),
        nn.Sigmoid(),
      ]),
    }
  },
  forward: ({ avg_pool, fc }, x) => x.mul(fc(avg_pool(x).flatten(1)).unsqueeze(2).unsqueeze(3)),
})
