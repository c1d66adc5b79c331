/** Convolutional block attention module. https://arxiv.org/abs/1807.06521 */
import {
  type About,
  type ArgValue,
  type Env,
  type Module,
  type Role,
  type Tensor,
  bool,
  defineBlock,
  inputChannels,
  int,
  role,
} from '../../graph-core/symbolic'
import * as nn from '../layers/nn'
import { formOf } from './form'
import { BasicConv, ChannelPool, largestAndMean } from './plane-gate'

type Step = Module<Tensor, Tensor>

const about: About = {
  category: 'attention',
  summary: 'Weighs channels by their means and maxima through two small layers, then places by a 7×7 convolution.',
  source: 'https://arxiv.org/abs/1807.06521',
  paper: 'CBAM: Convolutional Block Attention Module',
  aliases: ['CBAM', 'CBAMAttention'],
  advice: 'A cheap, well-tried default behind backbone stages. The spatial gate costs time on large maps, not parameters.',
  cost: '2·c²/16 parameters, 98·n multiply-accumulates for the spatial gate',
  sizeFree: true,
  zh: {
    name: '卷积块注意力',
    summary: '先按均值和最大值用两个小层为通道加权，再用 7×7 卷积为位置加权。',
    advice: '便宜且久经检验，适合放在主干各阶段之后；空间门在大特征图上耗时，但几乎不增参数。',
    cost: '2·c²/16 个参数，空间门 98·n 次乘加',
  },
}

const pools: { readonly [kind: string]: (x: Tensor) => Tensor } = {
  avg: (x) => x.mean([2, 3]),
  max: (x) => x.amax([2, 3]),
  lp: (x) => x.mul(x).sum([2, 3]).sqrt(),
  lse: (x) => {
    const top = x.amax([2, 3], true)
    return x.sub(top).exp().sum([2, 3]).log().add(top.flatten(1))
  },
}

const poolTypes: Role<readonly string[]> = role<readonly string[]>(
  'list',
  'a list of avg, max, lp and lse',
  (v: ArgValue) =>
    Array.isArray(v) && v.length > 0 && v.every((kind) => typeof kind === 'string' && kind in pools) ? (v as string[]) : undefined,
  ['avg', 'max'],
)

const ChannelGate = defineBlock('ChannelGate', {
  library: 'graft',
  args: { gate_channels: int(), reduction_ratio: int(16), pool_types: poolTypes },
  build({ gate_channels: c, reduction_ratio }) {
    const hidden = Math.floor(c / reduction_ratio)
    return { mlp: nn.Sequential([nn.Flatten(), nn.Linear(c, hidden), nn.ReLU(), nn.Linear(hidden, c)]) as Step }
  },
  forward({ mlp }, x, _, { pool_types }) {
    const total = pool_types.map((kind) => mlp(pools[kind]!(x))).reduce((a, b) => a.add(b))
    return x.mul(total.sigmoid().unsqueeze(2).unsqueeze(3))
  },
})

const SpatialGate = defineBlock('SpatialGate', {
  library: 'graft',
  args: {},
  build: (_, env) => ({ compress: ChannelPool(env), spatial: BasicConv(env, 2, 1, 7) }),
  forward: ({ compress, spatial }, x) => x.mul(spatial(compress(x)).sigmoid()),
})

/** The authors' form. */
export const CBAM_original = defineBlock('CBAM_original', {
  library: 'graft',
  about,
  args: { gate_channels: inputChannels('optional'), reduction_ratio: int(16), pool_types: poolTypes, no_spatial: bool(false) },
  build: ({ gate_channels, reduction_ratio, pool_types, no_spatial }, env) => ({
    ChannelGate: ChannelGate(env, gate_channels, reduction_ratio, pool_types),
    SpatialGate: no_spatial ? null : SpatialGate(env),
  }),
  forward: ({ ChannelGate: channel, SpatialGate: spatial }, x) => (spatial === null ? channel(x) : spatial(channel(x))),
})

const ChannelAttention = defineBlock('ChannelAttention', {
  library: 'graft',
  args: { channel: int(), reduction: int(16) },
  build({ channel: c, reduction }) {
    const hidden = Math.floor(c / reduction)
    return {
      maxpool: nn.AdaptiveMaxPool2d(1),
      avgpool: nn.AdaptiveAvgPool2d(1),
      se: nn.Sequential([nn.Conv2d(c, hidden, 1, { bias: false }), nn.ReLU(), nn.Conv2d(hidden, c, 1, { bias: false })]) as Step,
      sigmoid: nn.Sigmoid(),
    }
  },
  forward: ({ maxpool, avgpool, se, sigmoid }, x) => sigmoid(se(maxpool(x)).add(se(avgpool(x)))),
})

const SpatialAttention = defineBlock('SpatialAttention', {
  library: 'graft',
  args: { kernel_size: int(7) },
  build: ({ kernel_size: k }) => ({ conv: nn.Conv2d(2, 1, k, 1, Math.floor(k / 2)), sigmoid: nn.Sigmoid() }),
  forward: ({ conv, sigmoid }, x, f) => sigmoid(conv(largestAndMean(x, f))),
})

interface Gates {
  readonly channel: number
  readonly reduction: number
  readonly kernel_size: number
}
const gates = ({ channel, reduction, kernel_size }: Gates, env: Env) => ({
  ca: ChannelAttention(env, channel, reduction),
  sa: SpatialAttention(env, kernel_size),
})
function gated({ ca, sa }: { readonly ca: Step; readonly sa: Step }, x: Tensor): Tensor {
  const weighed = x.mul(ca(x))
  return weighed.mul(sa(weighed))
}

/** Without biases in the channel layers and without batch normalisation. */
export const CBAMBlock_cv = defineBlock('CBAMBlock_cv', {
  library: 'graft',
  about: formOf(about, {
    of: 'CBAM_original',
    differs: 'No biases in the channel layers, no batch normalisation behind the spatial one.',
    zh: { differs: '通道层无偏置，空间层后无批归一化。' },
  }),
  args: { channel: inputChannels('optional'), reduction: int(16), kernel_size: int(7) },
  build: gates,
  forward: gated,
})

/** The same with a shortcut around it and a very large spatial kernel. */
export const CBAMBlock = defineBlock('CBAMBlock', {
  library: 'graft',
  about: formOf(about, {
    of: 'CBAM_original',
    differs: 'A shortcut around it, a spatial kernel of 49×49, no biases in the channel layers, no batch normalisation.',
    zh: { differs: '外加捷径，空间核为 49×49，通道层无偏置，无批归一化。' },
  }),
  args: { channel: inputChannels('optional'), reduction: int(16), kernel_size: int(49) },
  build: gates,
  forward: (m, x) => gated(m, x).add(x),
})
