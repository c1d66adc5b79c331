/** Efficient multi-scale attention. https://arxiv.org/abs/2305.13563 */
import {
  type About,
  type Frame,
  type Module,
  ShapeError,
  type Tensor,
  defineBlock,
  inputChannels,
  int,
  optionalInt,
} from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { formOf } from './form'

const about: About = {
  category: 'attention',
  summary:
    'Weighs places by two branches, one along the axes and one of 3×3 convolutions, that look at each other. Works on groups of channels.',
  source: 'https://arxiv.org/abs/2305.13563',
  paper: 'Efficient Multi-Scale Attention Module with Cross-Spatial Learning',
  aliases: ['EMAttention', 'EMA_attention'],
  advice:
    'Local and global context for very few parameters, often behind neck stages. Its group convolution runs on every place, so large maps take time.',
  cost: '10·(c/factor)² + 4·c/factor parameters, 9·c²·n/factor multiply-accumulates',
  demands: 'Channels divisible by factor.',
  sizeFree: true,
  zh: {
    name: '高效多尺度注意力',
    summary: '两个分支（沿轴池化与 3×3 卷积）互相对照，为每个位置加权；按通道分组进行。',
    advice: '参数极少却兼顾局部与全局，常放在颈部各阶段之后；组内卷积覆盖每个位置，大特征图上较耗时。',
    cost: '10·(c/factor)² + 4·c/factor 个参数，9·c²·n/factor 次乘加',
    demands: '通道数能被 factor 整除。',
  },
}

function layers(channels: number, factor: number) {
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
}
type Layers = { [K in keyof ReturnType<typeof layers>]: Module<Tensor, Tensor> }

function attend({ softmax, agp, pool_h, pool_w, gn, conv1x1, conv3x3 }: Layers, x: Tensor, f: Frame, factor: number): Tensor {
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
}

export const EMA = defineBlock('EMA', {
  library: 'graft',
  about,
  args: { channels: inputChannels(), factor: int(8) },
  build: ({ channels, factor }) => layers(channels, factor),
  forward: (m, x, f, { factor }) => attend(m, x, f, factor),
})

/** The signature of the authors' repository. */
export const EMA_official = defineBlock('EMA_official', {
  library: 'graft',
  about: formOf(about, {
    of: 'EMA',
    differs: '32 groups, and an argument c2 that is not used, as in the authors’ repository.',
    zh: { differs: '分 32 组，并带有未使用的参数 c2，与作者仓库一致。' },
  }),
  args: { channels: inputChannels(), c2: optionalInt(), factor: int(32) },
  build: ({ channels, factor }) => layers(channels, factor),
  forward: (m, x, f, { factor }) => attend(m, x, f, factor),
})
