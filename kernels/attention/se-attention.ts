import { defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** Squeeze and excitation. https://arxiv.org/abs/1709.01507 */
export const SEAttention = defineBlock('SEAttention', {
  library: 'graft',
  about: {
    category: 'attention',
    summary: 'Weighs channels by what their means say through two small layers. Adds hardly any cost.',
    source: 'https://arxiv.org/abs/1709.01507',
    aliases: ['SELayer'],
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
