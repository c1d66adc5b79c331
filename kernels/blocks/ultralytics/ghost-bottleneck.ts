import { type AnyModule, type Module, type Tensor, channels, defineBlock, inputChannels, int } from '../../../graph-core/symbolic'
import * as nn from '../../layers/nn'
import { Conv } from './conv'
import { DWConv } from './dwconv'
import { GhostConv } from './ghost-conv'

/** Two GhostConvs with a shortcut; at stride 2 depthwise convolutions halve both ways. https://arxiv.org/abs/1911.11907 */
export const GhostBottleneck = defineBlock('GhostBottleneck', {
  library: 'ultralytics',
  file: 'block',
  about: {
    category: 'stage',
    summary: 'Two GhostConvs with a shortcut around them; at stride 2 depthwise convolutions halve the map.',
    zh: { name: '幽灵瓶颈', summary: '两个 GhostConv 外加捷径；步长 2 时用深度卷积减半。' },
    source: 'https://arxiv.org/abs/1911.11907',
  },
  args: { c1: inputChannels(), c2: channels(), k: int(3), s: int(1) },
  build({ c1, c2, k, s }, env) {
    const half = Math.floor(c2 / 2)
    const halves = s === 2
    const between: AnyModule = halves ? DWConv(env, half, half, k, s, { act: false }) : nn.Identity()
    return {
      conv: nn.Sequential([GhostConv(env, c1, half, 1, 1), between, GhostConv(env, half, c2, 1, 1, { act: false })]),
      shortcut: (halves
        ? nn.Sequential([DWConv(env, c1, c1, k, s, { act: false }), Conv(env, c1, c2, 1, 1, { act: false })])
        : nn.Identity()) as Module<Tensor, Tensor>,
    }
  },
  forward: ({ conv, shortcut }, x) => conv(x).add(shortcut(x)),
})
