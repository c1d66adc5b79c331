import { ShapeError, type Tensor, defineBlock, inputChannels, int } from '../../graph-core/symbolic'
import * as nn from '../layers/nn'

/** Efficient multi-scale attention. https://arxiv.org/abs/2305.13563 */
export const EMA = defineBlock('EMA', {
  library: 'graft',
  about: {
    category: 'attention',
    summary:
      'Weighs places by two branches, one along the axes and one of 3×3 convolutions, that look at each other. Works on groups of channels.',
    source: 'https://arxiv.org/abs/2305.13563',
  },
  args: { channels: inputChannels(), factor: int(8) },
  build({ channels, factor }) {
    const c = Math.floor(channels / factor)
    if (!(c > 0)) throw new ShapeError('arg.value', `EMA: ${channels} channels cannot be divided into ${factor} groups`)
    return {
      softmax: nn.Softmax(-1),
      agp: nn.AdaptiveAvgPool2d([1, 1]),
      pool_h: nn.AdaptiveAvgPool2d([null, 1]),
      pool_w: nn.AdaptiveAvgPool2d([1, null]),
      gn: nn.GroupNorm(c, c),
      conv1x1: nn.Conv2d(c, c, 1),
      conv3x3: nn.Conv2d(c, c, 3, 1, 1),
    }
  },
  forward({ softmax, agp, pool_h, pool_w, gn, conv1x1, conv3x3 }, x, f, { factor }) {
    const groups = x.rearrange('b (g c) h w -> (b g) c h w', { g: factor })
    const [h, w] = [x.size(2), x.size(3)]
    const axes = conv1x1(f.concat([pool_h(groups), pool_w(groups).transpose(2, 3)], 2))
    const [alongH, alongW] = axes.split([h, w], 2) as [Tensor, Tensor]
    const gated = gn(groups.mul(alongH.sigmoid()).mul(alongW.transpose(2, 3).sigmoid()))
    const local = conv3x3(groups)
    // The mean of each branch, as weights over channels, sums up the other branch.
    const look = (mean: Tensor, map: Tensor) => softmax(agp(mean).flatten(2).transpose(1, 2)).matmul(map.flatten(2))
    const weights = look(gated, local).add(look(local, gated)).rearrange('n 1 (h w) -> n 1 h w', { h, w })
    return groups.mul(weights.sigmoid()).rearrange('(b g) c h w -> b (g c) h w', { g: factor })
  },
})
